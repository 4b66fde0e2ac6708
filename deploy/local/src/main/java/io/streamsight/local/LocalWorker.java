package io.streamsight.local;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A worker that was started beside a system, as a file in the system's folder tells: whoever stops
 * the system stops it too, while the broker is there to give its run back to.
 *
 * @param pid of its trainer process
 * @param startedAt no earlier than that process was
 */
record LocalWorker(long pid, int port, Instant startedAt) {
  private static final String FOLDER = "workers";

  /**
   * Those of a system that are alive; the files of others are deleted. What can't be read tells of
   * none: it must not hinder a stop.
   */
  static List<LocalWorker> of(Path system) {
    Path folder = system.resolve(FOLDER);
    var workers = new ArrayList<LocalWorker>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          LocalWorker worker = read(file);
          if (worker != null && SystemState.alive(worker.pid, worker.startedAt)) {
            workers.add(worker);
          } else {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        return workers;
      }
    }
    return workers;
  }

  private static LocalWorker read(Path file) {
    try {
      return Json.read(Files.readAllBytes(file), LocalWorker.class);
    } catch (IOException | StreamsightException e) {
      return null;
    }
  }

  void write(Path system) throws IOException {
    Path folder = Files.createDirectories(system.resolve(FOLDER));
    Files.write(folder.resolve(String.valueOf(pid)), Json.write(this));
  }

  String name() {
    return "worker-" + port;
  }

  /** SIGTERM to all of them; returns their processes. */
  static List<ProcessHandle> terminate(List<LocalWorker> workers) {
    List<ProcessHandle> processes =
        workers.stream().flatMap(worker -> ProcessHandle.of(worker.pid).stream()).toList();
    processes.forEach(ProcessHandle::destroy);
    return processes;
  }

  /** SIGKILL to those that are left after {@code grace}. */
  static void awaitEnd(List<ProcessHandle> processes, Duration grace) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    processes.forEach(ProcessHandle::destroyForcibly);
  }
}
