package io.streamsight.local;

import io.streamsight.cli.ServiceUrls;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a local system runs.
 *
 * @param home the repository's root: the services are taken from its build
 * @param dataFolder of this system alone: the broker's data, logs, state
 */
public record LocalSettings(
    Path home,
    Path dataFolder,
    int brokerPort,
    int ingestPort,
    int trainerPort,
    int inferencePort) {
  public static final String BROKER_PORT = "9092";
  public static final String INGEST_PORT = "8081";
  public static final String TRAINER_PORT = "8082";
  public static final String INFERENCE_PORT = "8083";

  public LocalSettings {
    home = home.toAbsolutePath().normalize();
    dataFolder = dataFolder.toAbsolutePath().normalize();
  }

  /** A system on ports that nothing uses at this moment: for tests. */
  public static LocalSettings onFreePorts(Path home, Path dataFolder) throws IOException {
    return new LocalSettings(
        home, dataFolder, Ports.free(), Ports.free(), Ports.free(), Ports.free());
  }

  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + brokerPort;
  }

  public ServiceUrls urls() {
    return ServiceUrls.local(ingestPort, trainerPort, inferencePort);
  }

  public Path logs() {
    return dataFolder.resolve("logs");
  }

  /** Of DJL's unpacked libraries, 432 MB: shared by all systems of this checkout. */
  Path nativeCache() {
    return home.resolve(".streamsight/djl");
  }
}
