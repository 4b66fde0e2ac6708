package io.streamsight.inference.model;

import io.streamsight.contract.Reason;

/** Which model answers a request. */
public sealed interface Choice {
  record Use(String name) implements Choice {}

  /** Not decided yet: a model is on its way, or the registry is not read to its end. */
  record Wait(String why) implements Choice {}

  /**
   * No model will answer, whatever comes.
   *
   * @param reason {@link Reason#MODEL_UNKNOWN}, or why the champion of that name is not served
   */
  record Unknown(Reason reason, String detail) implements Choice {}
}
