package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.service.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem of RFC 9457; below {@code /v2} as the inference protocol has it. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  /** A slot is free as soon as one image is done. */
  private static final int SECONDS_TO_A_SLOT = 1;

  /** A model is loaded in about that time. */
  private static final int SECONDS_TO_A_MODEL = 5;

  @ServerExceptionMapper
  Response refused(ProblemException e, UriInfo uri) {
    return answer(e.problem(), uri);
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e, UriInfo uri) {
    return answer(Problem.of(e.getResponse().getStatusInfo(), e.getMessage()), uri);
  }

  @ServerExceptionMapper
  Response failure(StreamsightException e, UriInfo uri) {
    int status =
        switch (e.reason()) {
          case EVENT_INVALID -> 400;
          case OVERLOADED, UNAVAILABLE -> 503;
          default -> 500;
        };
    if (status == 500) {
      LOG.error("A request over HTTP failed", e);
    } else if (status == 503) {
      LOG.warnf("%s: %s", e.reason().code(), e.getMessage());
    }
    return answer(Problem.of(status, e.reason(), e.getMessage()), uri);
  }

  @ServerExceptionMapper
  Response defect(RuntimeException e, UriInfo uri) {
    // What it says is for those who may read the log, not for whoever asks.
    UUID id = UUID.randomUUID();
    LOG.errorf(e, "A request over HTTP failed: %s", id);
    return answer(Problem.of(500, Reason.INTERNAL, "The log says more under " + id), uri);
  }

  private static Response answer(Problem problem, UriInfo uri) {
    Response.ResponseBuilder response = problem.answer();
    if (uri.getPath().matches("/v2(/.*)?")) {
      response.type(MediaType.APPLICATION_JSON).entity(new ProtocolError(problem.detail()));
    }
    switch (problem.status()) {
      case 429 -> response.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_A_SLOT);
      case 503 -> response.header(HttpHeaders.RETRY_AFTER, SECONDS_TO_A_MODEL);
      default -> {}
    }
    return response.build();
  }
}
