package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem of RFC 9457. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response problem(Problem problem) {
    return answer(problem.body());
  }

  @ServerExceptionMapper
  Response unsupported(NotSupportedException e) {
    return problem(
        Problem.of(
            415,
            Reason.IMAGE_UNSUPPORTED_FORMAT,
            "The content type must be image/jpeg, image/png or application/octet-stream"));
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    String phrase = e.getResponse().getStatusInfo().getReasonPhrase();
    return answer(new Problem.Body("about:blank", phrase, status, e.getMessage()));
  }

  @ServerExceptionMapper
  Response failure(StreamsightException e) {
    LOG.error("A request over HTTP failed", e);
    return problem(Problem.of(500, e.reason(), e.getMessage()));
  }

  private static Response answer(Problem.Body body) {
    return Response.status(body.status()).type("application/problem+json").entity(body).build();
  }
}
