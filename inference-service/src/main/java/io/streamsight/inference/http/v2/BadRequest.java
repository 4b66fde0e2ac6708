package io.streamsight.inference.http.v2;

import io.streamsight.contract.Reason;
import io.streamsight.inference.http.ProblemException;

/** The protocol's usual error. */
final class BadRequest {
  private BadRequest() {}

  static ProblemException because(String detail, Object... values) {
    return ProblemException.of(400, Reason.EVENT_INVALID, detail.formatted(values));
  }
}
