package io.streamsight.local;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a running system says of itself, in {@code system.json} of its data folder.
 *
 * @param pid of the process that started the others and stops them
 * @param live whether all of them answered, and are not being stopped
 */
record SystemState(long pid, Instant startedAt, boolean live, List<Service> services) {
  private static final String FILE = "system.json";

  SystemState {
    // Of another release, or by hand: such a file tells of no system.
    Objects.requireNonNull(startedAt, "startedAt");
    services = List.copyOf(services);
  }

  record Service(String name, long pid, int port) {}

  /** The state of a system whose process is alive; empty otherwise. */
  static Optional<SystemState> read(Path folder) {
    try {
      var state = Json.read(Files.readAllBytes(folder.resolve(FILE)), SystemState.class);
      return alive(state.pid, state.startedAt) ? Optional.of(state) : Optional.empty();
    } catch (IOException | StreamsightException e) {
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    Folders.replace(folder.resolve(FILE), Json.write(this));
  }

  static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /** Whether it is up: live, and none of its processes has ended since. */
  boolean up() {
    return live && services.stream().allMatch(s -> ProcessHandle.of(s.pid()).isPresent());
  }

  /**
   * @return the port of the named process; 0 when the system has none
   */
  int port(String name) {
    return services.stream()
        .filter(service -> service.name().equals(name))
        .mapToInt(Service::port)
        .findFirst()
        .orElse(0);
  }

  /** A process that got the same pid later is another one. */
  static boolean alive(long pid, Instant startedAt) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(start -> !start.isAfter(startedAt.plusSeconds(2)))
        .orElse(false);
  }
}
