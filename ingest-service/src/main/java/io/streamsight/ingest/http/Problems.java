package io.streamsight.ingest.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a {@link Problem}. */
class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response catalogued(StreamsightException e) {
    Problem problem = Problem.of(e);
    if (problem.status() >= 500) {
      LOG.warnf("%s: %s", e.reason().code(), e.getMessage());
    }
    Response.ResponseBuilder answer = answer(problem);
    return (problem.status() == 503 ? answer.header(HttpHeaders.RETRY_AFTER, 5) : answer).build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    return answer(
            new Problem(
                "about:blank", status.getReasonPhrase(), status.getStatusCode(), e.getMessage()))
        .build();
  }

  @ServerExceptionMapper
  Response defect(RuntimeException e) {
    LOG.error("A request failed", e);
    return answer(Problem.of(Reason.INTERNAL, e.toString())).build();
  }

  private static Response.ResponseBuilder answer(Problem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
  }
}
