package io.streamsight.ingest.publish;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.streamsight.contract.Reason;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.ingest.IngestConfig;
import io.streamsight.ingest.http.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets an image in before its body is read, if its bytes have room beside those in flight. A
 * request that doesn't tell its length counts as the largest.
 */
@ApplicationScoped
class Admission {
  /** When it is known who asks (100), before everything that reads bodies. */
  private static final int PRIORITY = 50;

  private final int maxImageBytes;
  private final InFlight inFlight;

  Admission(InstallationConfig installation, IngestConfig ingest) {
    maxImageBytes = installation.maxImageBytes();
    inFlight = new InFlight(installation, ingest);
  }

  /** The most bytes that an image may have: to be shrunk, more than the topic takes. */
  int largest(boolean shrinks) {
    return shrinks ? inFlight.limit() : maxImageBytes;
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, PRIORITY);
  }

  private void admit(RoutingContext request) {
    if (request.request().method() != HttpMethod.PUT
        || !request.normalizedPath().startsWith("/images/")) {
      request.next();
      return;
    }
    int largest = largest(request.request().getParam("maxSide") != null);
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    long bytes = length == null ? largest : Long.parseLong(length);
    if (bytes > largest) {
      // Nobody will read the rest.
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      Problems.of(Reason.IMAGE_TOO_LARGE, "%d bytes, the limit is %d".formatted(bytes, largest))
          .send(request);
    } else if (!inFlight.tryTake((int) bytes)) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      Problems.of(
              Reason.OVERLOADED,
              "%d bytes are in flight, %d more would exceed streamsight.ingest.max-in-flight-bytes"
                  .formatted(inFlight.held(), bytes))
          .send(request);
    } else {
      request.addEndHandler(ended -> inFlight.giveBack((int) bytes));
      if (request.request().headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
        request.response().writeContinue();
      }
      request.next();
    }
  }
}
