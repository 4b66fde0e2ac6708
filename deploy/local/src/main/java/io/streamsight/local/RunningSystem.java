package io.streamsight.local;

import io.streamsight.cli.ServiceOptions;
import java.util.Optional;
import java.util.stream.Stream;

/** The system of this checkout that runs at the moment, whatever its ports. */
final class RunningSystem {
  private RunningSystem() {}

  /**
   * Lets the commands that work on services find it without being told: the one that {@code up}
   * started, else the demo's. Environment variables and options still win.
   */
  static void announce() {
    find().ifPresent(RunningSystem::announce);
  }

  private static Optional<SystemState> find() {
    return Stream.of("local", "demo")
        .map(name -> SystemState.read(LocalOptions.dataFolder(null, name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static void announce(SystemState state) {
    for (SystemState.Service service : state.services()) {
      String property = ServiceOptions.PROPERTY.formatted(service.name());
      if (System.getProperty(property) == null) {
        System.setProperty(property, "http://%s:%d".formatted(Ports.LOOPBACK, service.port()));
      }
    }
  }
}
