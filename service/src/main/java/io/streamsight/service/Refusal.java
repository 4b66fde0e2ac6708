package io.streamsight.service;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The answer to a request that gets no further than who asks. */
final class Refusal {
  static final String TOKEN_NEEDED =
      "A token is needed: send 'Authorization: Bearer TOKEN' with an API key or an access token";

  private Refusal() {}

  /** Below {@code /v2} as the inference protocol has it, else as a problem. */
  static void send(RoutingContext request, int status, String detail) {
    boolean protocol = request.normalizedPath().startsWith("/v2/");
    JsonObject body = new JsonObject();
    if (protocol) {
      body.put("error", detail);
    } else {
      String phrase = HttpResponseStatus.valueOf(status).reasonPhrase();
      body.put("type", "about:blank")
          .put("title", phrase)
          .put("status", status)
          .put("detail", detail);
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, protocol ? "application/json" : Problem.MEDIA_TYPE)
        .end(body.encode());
  }
}
