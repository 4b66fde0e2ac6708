package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process with this one's class path, watched until it ends. Whoever starts it waits. */
final class ChildJvm {
  private static final long LOOK_EVERY_MS = 50;

  private final Process process;
  private final Path out;
  private final Path err;
  private Usage usage = Usage.NONE;

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ChildJvm start(Path logs, List<String> heap, Class<?> main, List<String> arguments)
      throws IOException {
    Files.createDirectories(logs);
    Path out = logs.resolve(main.getSimpleName() + ".out");
    Path err = logs.resolve(main.getSimpleName() + ".err");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(heap);
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new ChildJvm(process, out, err);
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
