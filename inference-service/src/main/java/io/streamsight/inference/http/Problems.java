package io.streamsight.inference.http;

import io.streamsight.contract.StreamsightException;
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
    Response.ResponseBuilder response =
        Response.status(body.status()).type("application/problem+json").entity(body);
    if (body.status() == 413 || body.status() == 429) {
      // What is left of the body would be read as the next request.
      response.header("Connection", "close");
    }
    return response.build();
  }
}
