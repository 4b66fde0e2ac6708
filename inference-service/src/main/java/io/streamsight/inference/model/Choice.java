package io.streamsight.inference.model;

/** Which model answers a request. */
public sealed interface Choice {
  record Use(String name) implements Choice {}

  /** Not decided yet: a model is on its way, or the registry is not read to its end. */
  record Wait(String why) implements Choice {}

  /** No model will answer, whatever comes. */
  record Unknown(String detail) implements Choice {}
}
