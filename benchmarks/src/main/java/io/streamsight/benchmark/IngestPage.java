package io.streamsight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What the ingest service tells of itself over HTTP. */
final class IngestPage {
  private static final String BYTES_CONSUMED = "kafka_consumer_fetch_manager_bytes_consumed_total{";

  /** Of the only consumer that {@code images} has. */
  private static final String INDEXER = "client_id=\"ingest-indexer-consumer\"";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;

  IngestPage(URI root) {
    this.root = root;
  }

  /**
   * Bytes of the topic {@code images} that the indexer has fetched so far. They are told by client
   * at first, and after a minute by topic.
   */
  long readFromImages() throws IOException, InterruptedException {
    return get("/q/metrics")
        .lines()
        .filter(line -> line.startsWith(BYTES_CONSUMED) && line.contains(INDEXER))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max()
        .orElse(0);
  }

  /** Whether an import is at work, its wait for the indexer behind it. */
  boolean importing() throws IOException, InterruptedException {
    for (JsonNode job : Json.MAPPER.readTree(get("/imports"))) {
      if (job.path("state").asText().equals("running")) {
        return true;
      }
    }
    return false;
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
