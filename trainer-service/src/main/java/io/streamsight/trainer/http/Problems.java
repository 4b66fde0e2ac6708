package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.service.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
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
    return Problem.of(
            status,
            mediaType ? "The body is of another type: send application/json" : e.getMessage())
        .answer()
        .build();
  }

  private static Response problem(int status, Reason reason, String detail) {
    Problem problem = Problem.of(status, reason, detail);
    if (reason == Reason.EVENT_MALFORMED) {
      // The remedy speaks of records; what a body must be stands elsewhere.
      problem = problem.withTitle("Send JSON as /q/openapi describes it.");
    }
    Response.ResponseBuilder answer = problem.answer();
    return (status == 429 ? answer.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_A_READ) : answer)
        .build();
  }
}
