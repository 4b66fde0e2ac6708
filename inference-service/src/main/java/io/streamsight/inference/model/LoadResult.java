package io.streamsight.inference.model;

import io.streamsight.contract.Reason;

/** What became of a candidate. */
public sealed interface LoadResult {
  /** It passed all checks and is warm. */
  record Loaded(ServedModel model) implements LoadResult {}

  /** It is not served; what served before still does. */
  record Refused(Reason reason, String detail) implements LoadResult {
    /** Whether the same version may pass later: its file may come back, the broker, memory. */
    boolean passing() {
      return switch (reason) {
        case UNAVAILABLE, MODEL_MISSING, MODEL_CHECKSUM, INTERNAL -> true;
        default -> false;
      };
    }
  }
}
