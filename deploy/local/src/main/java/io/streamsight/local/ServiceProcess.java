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

  private static final int TAIL_LINES = 5;
  private static final int TAIL_WIDTH = 400;
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

  ProcessHandle handle() {
    return process.toHandle();
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
        "The %s (pid %d) %s. Its last lines, more in %s:"
            .formatted(launch.title(), pid(), code, log),
        tail());
  }

  private static String ended(int code) {
    return code == KILLED
        ? "was killed (code 137), by the kernel if the machine ran out of memory"
        : "ended with code " + code;
  }

  CommandFailedException tooSlow(Duration limit) {
    return new CommandFailedException(
        "The %s (pid %d) is not ready after %d s. Its last lines, more in %s:"
            .formatted(launch.title(), pid(), limit.toSeconds(), log),
        tail());
  }

  /** As {@link #stop(List, Duration)}. */
  void stop(Duration grace) {
    stop(List.of(handle()), grace);
  }

  /**
   * SIGTERM to all at once, and SIGKILL to those that are left after {@code grace}. Returns when
   * none is, and doesn't heed interruption.
   */
  static void stop(List<ProcessHandle> processes, Duration grace) {
    processes.forEach(ProcessHandle::destroy);
    CompletableFuture<Void> end =
        CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    end.copy().completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS).join();
    processes.forEach(ProcessHandle::destroyForcibly);
    end.join();
  }

  /** The log's last lines that say something. */
  private List<String> tail() {
    List<String> lines =
        lines().stream()
            .map(
                line ->
                    "  "
                        + (line.length() <= TAIL_WIDTH
                            ? line
                            : line.substring(0, TAIL_WIDTH) + "..."))
            .toList();
    return lines.isEmpty()
        ? List.of("  (it said nothing)")
        : lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
  }

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
