package io.streamsight.inference.model;

import io.streamsight.contract.Reason;
import java.time.Duration;
import java.time.Instant;

/** A version that is not served, and when that was found. */
public record Refusal(int version, LoadResult.Refused result, Instant at) {
  private static final Duration BROKER_PAUSE = Duration.ofSeconds(5);

  /** Looking for a file may mean to read the whole topic. */
  private static final Duration FILE_PAUSE = Duration.ofMinutes(1);

  /** Only what may pass is tried again, after a pause. */
  boolean dueAgain(Instant now) {
    Duration pause = result.reason() == Reason.UNAVAILABLE ? BROKER_PAUSE : FILE_PAUSE;
    return result.passing() && !now.isBefore(at.plus(pause));
  }

  boolean sameAs(Refusal other) {
    return other != null && version == other.version && result.reason() == other.result.reason();
  }
}
