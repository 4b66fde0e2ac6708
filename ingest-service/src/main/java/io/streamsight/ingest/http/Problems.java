package io.streamsight.ingest.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.service.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a {@link Problem}. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  public static Problem of(Reason reason, String detail) {
    return Problem.of(status(reason), reason, detail);
  }

  public static Problem of(StreamsightException e) {
    return of(e.reason(), e.getMessage());
  }

  @ServerExceptionMapper
  Response catalogued(StreamsightException e) {
    Problem problem = of(e);
    if (problem.status() >= 500) {
      LOG.warnf("%s: %s", e.reason().code(), e.getMessage());
    }
    Response.ResponseBuilder answer = problem.answer();
    return (problem.status() == 503 ? answer.header(HttpHeaders.RETRY_AFTER, 5) : answer).build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    return Problem.of(e.getResponse().getStatusInfo(), e.getMessage()).answer().build();
  }

  @ServerExceptionMapper
  Response defect(RuntimeException e) {
    LOG.error("A request failed", e);
    return of(Reason.INTERNAL, e.toString()).answer().build();
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case IMAGE_ID_MISSING, EVENT_MALFORMED, EVENT_INVALID -> 400;
      case DATASET_UNKNOWN, IMAGE_UNKNOWN, IMPORT_UNKNOWN -> 404;
      case IMAGE_EXISTS, IMAGE_ERASED, IMPORT_RUNNING -> 409;
      case IMAGE_TOO_LARGE -> 413;
      case IMAGE_EMPTY,
          IMAGE_TOO_MANY_PIXELS,
          IMAGE_UNSUPPORTED_FORMAT,
          IMAGE_TRUNCATED,
          IMAGE_CORRUPT,
          IMAGE_UNPLACED,
          ARCHIVE_UNREADABLE ->
          422;
      case OVERLOADED, UNAVAILABLE -> 503;
      default -> 500;
    };
  }
}
