package io.streamsight.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a local system runs: the options that all commands share that start one. */
public final class LocalOptions {
  private static final int MAX_PORT = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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

  /**
   * @throws ParameterException for ports that can't be, or are the same
   */
  public LocalSettings settings(String standardFolder) {
    checkPorts();
    return new LocalSettings(
        home(),
        dataFolder(dataFolder, standardFolder),
        brokerPort,
        ingestPort,
        trainerPort,
        inferencePort);
  }

  private void checkPorts() {
    var options = new LinkedHashMap<String, Integer>();
    options.put("--broker-port", brokerPort);
    options.put("--ingest-port", ingestPort);
    options.put("--trainer-port", trainerPort);
    options.put("--inference-port", inferencePort);
    var byPort = new HashMap<Integer, String>();
    options.forEach(
        (option, port) -> {
          if (port < 1 || port > MAX_PORT) {
            throw misused("%s %d is not within 1 to %d", option, port, MAX_PORT);
          }
          String other = byPort.put(port, option);
          if (other != null) {
            throw misused("%s and %s are both %d", other, option, port);
          }
        });
  }

  private ParameterException misused(String format, Object... values) {
    return new ParameterException(command.commandLine(), format.formatted(values));
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
