package io.streamsight.inference.model;

import java.time.Duration;
import java.time.Instant;

/** A version that is not served, and when that was found. */
record Refusal(int version, LoadResult.Refused result, Instant at) {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Only what may pass is tried again, after a pause. */
  boolean dueAgain(Instant now) {
    return result.passing() && !now.isBefore(at.plus(PAUSE));
  }

  boolean sameAs(Refusal other) {
    return other != null && version == other.version && result.reason() == other.result.reason();
  }
}
