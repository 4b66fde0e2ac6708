package io.streamsight.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import io.streamsight.cli.RefusedException;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The imports of the ingest service, over HTTP. Safe for use by several threads. */
final class ImportClient {
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(3);
  private static final int NOT_FOUND = 404;
  private static final String EVENT_DATA = "data:";

  private final HttpService ingest;

  ImportClient(HttpService ingest) {
    this.ingest = ingest;
  }

  /**
   * Sends all of a body; bad parameters are refused before any of it is.
   *
   * @return the status at the import's end
   * @throws RefusedException when the service says no
   * @throws IOException when the connection broke or the body could not be read
   */
  JsonNode send(Query query, Upload upload) throws IOException, InterruptedException {
    Upload.Answer answer = upload.send(query);
    if (answer.body() == null) {
      // Refused unseen, and the reason is lost: without a body it comes again.
      var unsent = ingest.request(query).method("PUT", BodyPublishers.noBody()).build();
      ingest.read(ingest.exchange(unsent), JsonNode.class);
      throw new IOException("refused with status " + answer.status());
    }
    return ingest.read("PUT", ingest.uri(query), answer.status(), answer.body(), JsonNode.class);
  }

  /** The status; empty if the service doesn't know the import. */
  Optional<JsonNode> status(String id) throws InterruptedException {
    try {
      return Optional.of(ingest.get(Query.of("imports", id), JsonNode.class));
    } catch (RefusedException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The status as it changes, until the import ends. The caller closes the stream. */
  Stream<ImportStatus> events(String id) throws InterruptedException {
    var request =
        ingest
            .patientRequest(Query.of("imports", id, "events"))
            .header("Accept", "text/event-stream");
    return ingest
        .lines(request)
        .filter(line -> line.startsWith(EVENT_DATA))
        .map(line -> parse(line.substring(EVENT_DATA.length()), ImportStatus.class));
  }

  /** One result after the other, as they arrive. The caller closes the stream. */
  Stream<ImageResult> results(String id, String status) throws InterruptedException {
    var request =
        ingest
            .patientRequest(Query.of("imports", id, "results").with("status", status))
            .header("Accept", "application/x-ndjson");
    return ingest
        .lines(request)
        .filter(line -> !line.isBlank())
        .map(line -> parse(line, ImageResult.class));
  }

  void cancel(String id) throws InterruptedException {
    var request =
        ingest
            .request(Query.of("imports", id))
            .timeout(CANCEL_LIMIT)
            .method("DELETE", BodyPublishers.noBody());
    ingest.send(request, Void.class);
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The ingest service sends what is no JSON: " + json, e);
    }
  }
}
