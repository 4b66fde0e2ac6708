package io.streamsight.cli.classify;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import io.streamsight.cli.RefusedException;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.ExitCode;

/** Classifies one file. Safe for use by several threads. */
final class ClassifyClient {
  private static final int TOO_MANY_REQUESTS = 429;

  /** Who asks is not known or may not, no such model, none is served. */
  private static final Set<Integer> STOPS_ALL = Set.of(401, 403, 404, 503);

  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 2_000;

  /** Then others have the service for themselves. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The service closes connections when it is busy, perhaps just as one is used again. */
  private static final int BROKEN_CONNECTIONS = 5;

  private final HttpService inference;
  private final Query query;

  /**
   * @param model null for the service's own choice
   * @param map whether to ask for activation maps
   */
  ClassifyClient(HttpService inference, String model, boolean map) {
    this.inference = inference;
    query = Query.of("classify").with("model", model).with("map", map ? true : null);
  }

  /**
   * Tries again while the service is busy.
   *
   * @throws CommandFailedException when no file can be classified: no service, no model, wrong
   *     usage
   */
  Outcome classify(Path file) throws InterruptedException {
    byte[] image;
    try {
      image = Files.readAllBytes(file);
    } catch (IOException e) {
      return Outcome.unreadable(file, e.toString());
    }
    long until = System.nanoTime() + PATIENCE.toNanos();
    int broken = 0;
    for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        JsonNode json = send(image);
        return new Outcome.Answered(file, Json.MAPPER.convertValue(json, Answer.class), json);
      } catch (RefusedException e) {
        // Wrong usage is of the command's parameters, never of a file.
        if (STOPS_ALL.contains(e.status()) || e.exitCode() == ExitCode.USAGE) {
          throw e;
        }
        if (e.status() != TOO_MANY_REQUESTS || System.nanoTime() > until) {
          String reason = e.reason().orElse("status-" + e.status());
          return new Outcome.Failed(file, reason, e.getMessage());
        }
      } catch (IOException e) {
        if (e instanceof ConnectException || ++broken > BROKEN_CONNECTIONS) {
          throw inference.unreachable(e);
        }
      }
      // Not all at the same moment again.
      Thread.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
    }
  }

  private JsonNode send(byte[] image) throws IOException, InterruptedException {
    var request =
        inference
            .request(query)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(image))
            .build();
    return inference.read(inference.exchange(request), JsonNode.class);
  }
}
