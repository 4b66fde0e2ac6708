package io.streamsight.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Where the services are: the options that all remote commands share. */
final class ServiceOptions {
  @Option(
      names = "--ingest-url",
      paramLabel = "URL",
      defaultValue = "${env:STREAMSIGHT_INGEST_URL:-" + ServiceUrls.INGEST + "}",
      description = "The ingest service; or STREAMSIGHT_INGEST_URL. Default: ${DEFAULT-VALUE}")
  URI ingest;

  @Option(
      names = "--trainer-url",
      paramLabel = "URL",
      defaultValue = "${env:STREAMSIGHT_TRAINER_URL:-" + ServiceUrls.TRAINER + "}",
      description = "The trainer service; or STREAMSIGHT_TRAINER_URL. Default: ${DEFAULT-VALUE}")
  URI trainer;

  @Option(
      names = "--inference-url",
      paramLabel = "URL",
      defaultValue = "${env:STREAMSIGHT_INFERENCE_URL:-" + ServiceUrls.INFERENCE + "}",
      description =
          "The inference service; or STREAMSIGHT_INFERENCE_URL. Default: ${DEFAULT-VALUE}")
  URI inference;

  StreamsightClient client() {
    return new StreamsightClient(new ServiceUrls(ingest, trainer, inference));
  }
}
