package io.streamsight.benchmark;

import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;

/** The local system's broker, and nothing else. */
final class BareBroker implements AutoCloseable {
  /** Of a local system's folder: the broker's data. */
  static final String DATA = "kafka";

  private final LocalSystem system;

  private BareBroker(LocalSystem system) {
    this.system = system;
  }

  /**
   * @param fresh without the data of an earlier one in this folder
   */
  static BareBroker start(Path home, Path folder, boolean fresh)
      throws IOException, InterruptedException {
    var system = LocalSystem.ofBroker(LocalSettings.onFreePorts(home, folder), line -> {});
    try {
      system.start(fresh);
      return new BareBroker(system);
    } catch (IOException | InterruptedException | RuntimeException e) {
      system.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return system.settings().bootstrapServers();
  }

  double cpuSeconds() {
    return ProcessHandle.of(system.pid("broker")).flatMap(Usage::of).orElseThrow().cpuSeconds();
  }

  @Override
  public void close() {
    system.close();
  }
}
