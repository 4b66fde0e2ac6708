package io.streamsight.cli.imports;

import com.sun.net.httpserver.HttpExchange;
import io.streamsight.cli.PlayedService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The imports of an ingest service: takes a tar, and answers with the status that the test says.
 */
final class PlayedImports implements AutoCloseable {
  final PlayedService service = new PlayedService();
  final Map<String, byte[]> received = new LinkedHashMap<>();
  final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  volatile String contentType;
  volatile String expect;

  PlayedImports(String status) throws IOException {
    service
        .on("PUT /imports/*", exchange -> take(exchange, status))
        .on("GET /imports/*/events", exchange -> tell(exchange, status))
        .on("GET /imports/*", 200, status)
        .on(
            "DELETE /imports/*",
            exchange -> {
              cancelled.countDown();
              PlayedService.answer(exchange, 202, status);
            });
  }

  /**
   * An import's status, of three files.
   *
   * @param fields more of them: {@code "published":2,"refused":1}
   */
  static String status(String state, String fields) {
    return ("{\"id\":\"i\",\"state\":\"%s\",\"dataset\":\"pets\",\"layout\":\"class-folders\",\"dryRun\":false,"
            + "\"done\":3,\"bytes\":27,\"seconds\":1.5,\"imagesPerSecond\":2.0,"
            + "\"splits\":{\"train\":{\"cat\":2}},\"later\":true,%s}")
        .formatted(state, fields);
  }

  /** Results of one status. */
  PlayedImports results(String status, String lines) {
    service.on(
        "GET /imports/*/results",
        exchange ->
            PlayedService.answer(
                exchange, 200, exchange.getRequestURI().getQuery().endsWith(status) ? lines : ""));
    return this;
  }

  private void take(HttpExchange exchange, String status) throws IOException {
    contentType = exchange.getRequestHeaders().getFirst("Content-Type");
    expect = exchange.getRequestHeaders().getFirst("Expect");
    try (InputStream body = exchange.getRequestBody()) {
      if ("application/x-tar".equals(contentType)) {
        var tar = new TarArchiveInputStream(body, "UTF-8");
        for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
          received.put(e.getName(), tar.readAllBytes());
        }
      } else {
        received.put("", body.readAllBytes());
      }
      body.readAllBytes();
    }
    ended.countDown();
    PlayedService.answer(exchange, 200, status);
  }

  /** Tells of an import's end when all of it has come. */
  private void tell(HttpExchange exchange, String status) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try {
      ended.await();
    } catch (InterruptedException e) {
      return; // The test is over.
    }
    exchange.getResponseBody().write(("data:" + status + "\n\n").getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  @Override
  public void close() {
    service.close();
  }
}
