package io.streamsight.inference.http.v2;

import io.streamsight.contract.Reason;
import io.streamsight.inference.http.Problem;

/** The protocol's usual error. */
final class BadRequest {
  private BadRequest() {}

  static Problem because(String detail, Object... values) {
    return Problem.of(400, Reason.EVENT_INVALID, detail.formatted(values));
  }
}
