package io.streamsight.service;

import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** It is known who asks, and the answer is no. */
class Forbidden {
  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return Problem.of(Response.Status.FORBIDDEN, e.getMessage()).answer().build();
  }
}
