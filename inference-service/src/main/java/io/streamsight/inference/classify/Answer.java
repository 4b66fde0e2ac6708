package io.streamsight.inference.classify;

import io.streamsight.contract.Reason;
import io.streamsight.contract.classification.Classification;

/** What became of an image. */
public sealed interface Answer {
  record Classified(Classification classification) implements Answer {}

  /** The image can't be classified, now or later. */
  record Rejected(Reason reason, String detail) implements Answer {}
}
