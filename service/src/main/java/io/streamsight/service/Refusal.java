package io.streamsight.service;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The answer to a request that gets no further than who asks. */
final class Refusal {
  static final String TOKEN_NEEDED =
      "A token is needed: send 'Authorization: Bearer TOKEN' with an API key or an access token";

  private Refusal() {}

  /** Below {@code /v2} as the inference protocol has it, else as a problem. */
  static void send(RoutingContext request, Response.Status status, String detail) {
    if (!request.normalizedPath().startsWith("/v2/")) {
      Problem.of(status, detail).send(request);
      return;
    }
    request
        .response()
        .setStatusCode(status.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
        .end(JsonObject.of("error", detail).encode());
  }
}
