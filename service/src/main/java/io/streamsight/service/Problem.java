package io.streamsight.service;

import io.streamsight.contract.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it.
 *
 * @param type {@code urn:streamsight:} and the {@link Reason}'s code, or {@code about:blank} for
 *     errors of plain HTTP
 * @param title what to do about errors of this type
 * @param detail what happened to which value
 */
public record Problem(String type, String title, int status, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:streamsight:";

  public static Problem of(int status, Reason reason, String detail) {
    return new Problem(TYPE_PREFIX + reason.code(), reason.remedy(), status, detail);
  }

  /** One that plain HTTP has a word for. */
  public static Problem of(Response.StatusType status, String detail) {
    return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  /** The same, where the catalogue's remedy speaks of records and this is a request. */
  public Problem withTitle(String other) {
    return new Problem(type, other, status, detail);
  }

  /** The {@link Reason}'s code, what metrics and counts are keyed by; of plain HTTP the type. */
  public String code() {
    return type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
  }

  /** An answer that says it; more headers may be added. */
  public Response.ResponseBuilder answer() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }

  /** Ends a request with it that reaches no resource. */
  public void send(RoutingContext request) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .end(Json.encode(this));
  }
}
