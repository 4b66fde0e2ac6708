package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as RFC 9457 problems; the type names the {@link Reason}. */
public class Problems {
  private static final int SECONDS_TO_A_READ = 1;

  @ServerExceptionMapper
  Response reason(StreamsightException e) {
    int status =
        switch (e.reason()) {
          case EVENT_MALFORMED, EVENT_INVALID, MODEL_TOO_LARGE, CHECKPOINT_TOO_LARGE -> 400;
          case RUN_ENDED, CONFLICT -> 409;
          case MODEL_MISSING -> 410;
          case OVERLOADED -> 429;
          case UNAVAILABLE -> 503;
          default -> 500;
        };
    return problem(status, e.reason(), e.getMessage());
  }

  @ServerExceptionMapper
  Response broker(KafkaException e) {
    return problem(503, Reason.UNAVAILABLE, e.getMessage());
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    boolean mediaType = status.getStatusCode() == 415;
    return answer(
        status.getStatusCode(),
        "about:blank",
        status.getReasonPhrase(),
        mediaType ? "The body is of another type: send application/json" : e.getMessage());
  }

  private static Response problem(int status, Reason reason, String detail) {
    // The remedy speaks of records; what a body must be stands elsewhere.
    String remedy =
        reason == Reason.EVENT_MALFORMED
            ? "Send JSON as /q/openapi describes it."
            : reason.remedy();
    Response answer = answer(status, "urn:streamsight:" + reason.code(), remedy, detail);
    return status == 429
        ? Response.fromResponse(answer).header(HttpHeaders.RETRY_AFTER, SECONDS_TO_A_READ).build()
        : answer;
  }

  private static Response answer(int status, String type, String title, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    return Response.status(status).type("application/problem+json").entity(body).build();
  }
}
