package io.streamsight.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/**
 * Where the services are, and who asks them: the options that all remote commands share. The system properties are set
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

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:STREAMSIGHT_TOKEN:-}",
      description =
          "An API key or an access token, where the services ask for one. Better in"
              + " STREAMSIGHT_TOKEN: others on this machine see the options of a command")
  private String token;

  public StreamsightClient client() {
    return new StreamsightClient(new ServiceUrls(ingest, trainer, inference), token());
  }

  /** The ingest service alone. */
  public HttpService ingest() {
    return new HttpService(HttpService.newClient(), "ingest", ingest, token());
  }

  /** The trainer service alone. */
  public HttpService trainer() {
    return new HttpService(HttpService.newClient(), "trainer", trainer, token());
  }

  public Token token() {
    return Token.of(token);
  }

  /** The inference service alone. */
  public HttpService inference() {
    return new HttpService(HttpService.newClient(), "inference", inference, token());
  }
}
