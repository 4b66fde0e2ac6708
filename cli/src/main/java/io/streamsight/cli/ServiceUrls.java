package io.streamsight.cli;

import java.net.URI;

/** Where the three services answer HTTP. */
public record ServiceUrls(URI ingest, URI trainer, URI inference) {
  static final String INGEST = "http://127.0.0.1:8081";
  static final String TRAINER = "http://127.0.0.1:8082";
  static final String INFERENCE = "http://127.0.0.1:8083";

  /** Services on ports of this machine. */
  public static ServiceUrls local(int ingestPort, int trainerPort, int inferencePort) {
    return new ServiceUrls(local(ingestPort), local(trainerPort), local(inferencePort));
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
