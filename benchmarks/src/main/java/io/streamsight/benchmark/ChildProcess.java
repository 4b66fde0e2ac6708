package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process, watched until it ends. Whoever starts it waits. */
final class ChildProcess {
  private static final long LOOK_EVERY_MS = 50;

  private final Process process;
  private final Path out;
  private final Path err;
  private Usage usage = Usage.NONE;

  private ChildProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Java with this process's class path.
   *
   * @param flags of the virtual machine
   * @param environment beside this process's own
   */
  static ChildProcess java(
      Path logs,
      List<String> flags,
      Map<String, String> environment,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return start(logs, main.getSimpleName(), command, environment);
  }

  /**
   * @param name of its two logs, what it says and what it complains about
   * @param environment beside this process's own
   */
  static ChildProcess start(
      Path logs, String name, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(logs);
    Path out = logs.resolve(name + ".out");
    Path err = logs.resolve(name + ".err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new ChildProcess(process, out, err);
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits for its end.
   *
   * @return what it said on standard output
   * @throws CommandFailedException if it said nothing
   */
  byte[] await() throws IOException, InterruptedException {
    do {
      usage = Usage.of(process.toHandle()).orElse(usage);
    } while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
    byte[] said = Files.readAllBytes(out);
    if (said.length == 0) {
      throw new CommandFailedException(
          "A process ended with code %d and no result:%n%s"
              .formatted(process.exitValue(), Files.readString(err)));
    }
    return said;
  }

  /** Of the whole process, up to a moment before its end. */
  Usage usage() {
    return usage;
  }
}
