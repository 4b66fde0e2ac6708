package io.streamsight.local;

import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A worker that was started beside a system, as a file in the system's folder tells: whoever stops
 * the system stops it too, while the broker is there to give its run back to. The file is its
 * starter's, to write and to delete; one of a worker that is dead tells of none.
 *
 * @param pid of its trainer process
 * @param startedAt no earlier than that process was
 */
record LocalWorker(long pid, int port, Instant startedAt) {
  private static final String FOLDER = "workers";

  LocalWorker {
    Objects.requireNonNull(startedAt, "startedAt");
  }

  /**
   * Those of a system that are alive. What can't be read must not hinder a stop: it is no worker.
   */
  static List<LocalWorker> of(Path system) {
    var workers = new ArrayList<LocalWorker>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(system.resolve(FOLDER), "*.json")) {
      files.forEach(file -> alive(file).ifPresent(workers::add));
    } catch (IOException | DirectoryIteratorException e) {
      // Those found so far.
    }
    return workers;
  }

  private static Optional<LocalWorker> alive(Path file) {
    try {
      return Optional.of(Json.read(Files.readAllBytes(file), LocalWorker.class))
          .filter(worker -> SystemState.alive(worker.pid, worker.startedAt));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  void write(Path system) throws IOException {
    Files.createDirectories(system.resolve(FOLDER));
    Folders.replace(file(system), Json.write(this));
  }

  void delete(Path system) throws IOException {
    Files.deleteIfExists(file(system));
  }

  /** Of the worker at {@code port}, and of its log. */
  static String name(int port) {
    return "worker-" + port;
  }

  private Path file(Path system) {
    return system.resolve(FOLDER).resolve(pid + ".json");
  }
}
