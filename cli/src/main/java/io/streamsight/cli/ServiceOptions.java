package io.streamsight.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/**
 * Where the services are: the options that all remote commands share. The system properties are set
 * by whoever knows of services on this machine.
 */
public final class ServiceOptions {
  /** Of the system properties {@code streamsight.ingest.url} and so on. */
  public static final String PROPERTY = "streamsight.%s.url";

  @Option(
      names = "--ingest-url",
      paramLabel = "URL",
      converter = ServiceUrlConverter.class,
      defaultValue =
          "${env:STREAMSIGHT_INGEST_URL:-${sys:streamsight.ingest.url:-"
              + ServiceUrls.INGEST
              + "}}",
      description = "The ingest service; or STREAMSIGHT_INGEST_URL. Default: ${DEFAULT-VALUE}")
  private URI ingest;

  @Option(
      names = "--trainer-url",
      paramLabel = "URL",
      converter = ServiceUrlConverter.class,
      defaultValue =
          "${env:STREAMSIGHT_TRAINER_URL:-${sys:streamsight.trainer.url:-"
              + ServiceUrls.TRAINER
              + "}}",
      description = "The trainer service; or STREAMSIGHT_TRAINER_URL. Default: ${DEFAULT-VALUE}")
  private URI trainer;

  @Option(
      names = "--inference-url",
      paramLabel = "URL",
      converter = ServiceUrlConverter.class,
      defaultValue =
          "${env:STREAMSIGHT_INFERENCE_URL:-${sys:streamsight.inference.url:-"
              + ServiceUrls.INFERENCE
              + "}}",
      description =
          "The inference service; or STREAMSIGHT_INFERENCE_URL. Default: ${DEFAULT-VALUE}")
  private URI inference;

  public StreamsightClient client() {
    return new StreamsightClient(new ServiceUrls(ingest, trainer, inference));
  }

  /** The ingest service alone. */
  public HttpService ingest() {
    return new HttpService(HttpService.newClient(), "ingest", ingest);
  }

  /** The trainer service alone. */
  public HttpService trainer() {
    return new HttpService(HttpService.newClient(), "trainer", trainer);
  }

  /** The inference service alone. */
  public HttpService inference() {
    return new HttpService(HttpService.newClient(), "inference", inference);
  }
}
