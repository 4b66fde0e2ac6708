package io.streamsight.ingest.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;

/**
 * Where an image shall be in a data set.
 *
 * @param split train, validation or test; null leaves it as it is
 * @param label what it shows; null leaves it as it is
 */
public record Place(Split split, String label) {
  /** Whether it says all of an assignment. */
  boolean whole() {
    return split != null && label != null;
  }

  /**
   * This place, completed by the one that counts so far.
   *
   * @param current null when there is none
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when that leaves something open, or
   *     nothing is changed
   */
  SplitAssignment orElse(SplitAssignment current) {
    if (split == null && label == null) {
      throw new StreamsightException(Reason.EVENT_INVALID, "Neither split nor label is given");
    }
    try {
      return SplitAssignment.of(
          split == null && current != null ? current.split() : split,
          label == null && current != null ? current.label() : label);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}
