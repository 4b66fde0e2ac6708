package io.streamsight.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a local system runs: the options that all commands share that start one. */
public final class LocalOptions {
  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      defaultValue = LocalSettings.BROKER_PORT,
      description = "Kafka's. Default: ${DEFAULT-VALUE}")
  private int brokerPort;

  @Option(
      names = "--ingest-port",
      paramLabel = "PORT",
      defaultValue = LocalSettings.INGEST_PORT,
      description = "The ingest service's. Default: ${DEFAULT-VALUE}")
  private int ingestPort;

  @Option(
      names = "--trainer-port",
      paramLabel = "PORT",
      defaultValue = LocalSettings.TRAINER_PORT,
      description = "The trainer service's. Default: ${DEFAULT-VALUE}")
  private int trainerPort;

  @Option(
      names = "--inference-port",
      paramLabel = "PORT",
      defaultValue = LocalSettings.INFERENCE_PORT,
      description = "The inference service's. Default: ${DEFAULT-VALUE}")
  private int inferencePort;

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description =
          "Of Kafka's data and the logs. Default: .streamsight/demo (demo) or .streamsight/local (up)")
  private Path dataFolder;

  public LocalSettings settings(String standardFolder) {
    return new LocalSettings(
        home(),
        dataFolder(dataFolder, standardFolder),
        brokerPort,
        ingestPort,
        trainerPort,
        inferencePort);
  }

  /** The repository's root: as the launcher says, else the working directory. */
  static Path home() {
    return Path.of(System.getProperty("streamsight.home", ""));
  }

  static Path dataFolder(Path given, String standard) {
    Path folder = given == null ? home().resolve(".streamsight").resolve(standard) : given;
    return folder.toAbsolutePath().normalize();
  }
}
