package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One service as a process of its own, its output in a log file. Whoever starts it stops it. */
final class ServiceProcess {
  private static final Pattern FOREIGN =
      Pattern.compile(
          "JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|(QUARKUS|KAFKA|MP)_.*"
              // The services' own settings are the user's, but for where the command line finds
              // them.
              + "|STREAMSIGHT_(?!(INGEST|TRAINER|INFERENCE|MAX)_).*|STREAMSIGHT_.*_URL");

  /** As a shell says it: 128 and the number of SIGKILL. */
  private static final int KILLED = 137;

  /** A line of a service's log that tells an error: {@code TIME ERROR [CATEGORY] (THREAD) TEXT}. */
  private static final Pattern ERROR = Pattern.compile(" ERROR +\\[[^]]*] \\([^)]*\\) (.+)$");

  private static final int TAIL_LINES = 5;
  private static final int TAIL_WIDTH = 200;
  private static final int TAIL_BYTES = 16_384;

  private final Launch launch;
  private final Path log;
  private final Process process;

  private ServiceProcess(Launch launch, Path log, Process process) {
    this.launch = launch;
    this.log = log;
    this.process = process;
  }

  static ServiceProcess start(Launch launch, Path logs) throws IOException {
    Path log = Files.createDirectories(logs).resolve(launch.name() + ".log");
    var command = new ArrayList<String>();
    // Ctrl-C on a terminal reaches every process at once, the broker before the services that
    // still need it. Ignored here and, through exec, in Java: the parent stops us in order.
    command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
    command.addAll(launch.command());
    var builder =
        new ProcessBuilder(command)
            .directory(launch.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // What is meant for the caller's JVM, or for another installation, would change this one.
    builder.environment().keySet().removeIf(ServiceProcess::foreign);
    builder.environment().putAll(launch.environment());
    return new ServiceProcess(launch, log, builder.start());
  }

  static boolean foreign(String variable) {
    return FOREIGN.matcher(variable).matches();
  }

  String name() {
    return launch.name();
  }

  int port() {
    return launch.port();
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  /** Blocks until it has ended. */
  int exitCode() {
    return process.onExit().join().exitValue();
  }

  boolean alive() {
    return process.isAlive();
  }

  CompletableFuture<ServiceProcess> onExit() {
    return process.onExit().thenApply(exited -> this);
  }

  /** What the process has left to say: exit code, last lines, where the rest is. */
  CommandFailedException death() {
    String code = process.isAlive() ? "is still running" : ended(process.exitValue());
    return new CommandFailedException(
        "The %s (pid %d) %s. Its last lines, more in %s:%n%s"
            .formatted(launch.title(), pid(), code, log, tail()));
  }

  /**
   * What the process has left to say, where it ended itself over an error: that error, from its
   * log's last lines; without one as {@link #death()}.
   */
  CommandFailedException failure() {
    return lines().stream()
        .map(ERROR::matcher)
        .filter(Matcher::find)
        .reduce((earlier, later) -> later)
        .map(
            error ->
                new CommandFailedException(
                    "The %s (pid %d) %s. %s More in %s"
                        .formatted(
                            launch.title(),
                            pid(),
                            ended(process.exitValue()),
                            error.group(1),
                            log)))
        .orElseGet(this::death);
  }

  private static String ended(int code) {
    return code == KILLED
        ? "was killed (code 137), by the kernel if the machine ran out of memory"
        : "ended with code " + code;
  }

  CommandFailedException tooSlow(Duration limit) {
    return new CommandFailedException(
        "The %s (pid %d) is not ready after %d s. Its last lines, more in %s:%n%s"
            .formatted(launch.title(), pid(), limit.toSeconds(), log, tail()));
  }

  /** SIGTERM, and SIGKILL to what is left after {@code grace}. */
  void stop(Duration grace) {
    process.destroy();
    boolean interrupted = false;
    try {
      if (process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.destroyForcibly();
    process.onExit().join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    List<String> lines =
        lines().stream()
            .map(line -> line.length() <= TAIL_WIDTH ? line : line.substring(0, TAIL_WIDTH) + "...")
            .toList();
    return lines.isEmpty()
        ? "  (it said nothing)"
        : "  "
            + String.join(
                System.lineSeparator() + "  ",
                lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** The log's last ones that say something. */
  private List<String> lines() {
    try (var file = Files.newByteChannel(log)) {
      file.position(Math.max(0, file.size() - TAIL_BYTES));
      var bytes = java.nio.ByteBuffer.allocate(TAIL_BYTES);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // Until the end.
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      return List.of("(the log can't be read: " + e + ")");
    }
  }
}
