package io.streamsight.service;

import io.streamsight.contract.StreamsightException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as services have them. */
public class ThingsProblems {
  @ServerExceptionMapper
  Response refused(StreamsightException e) {
    return Problem.of(400, e.reason(), e.getMessage()).answer().build();
  }
}
