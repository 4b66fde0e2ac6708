package io.streamsight.cli.imports;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices that a number has stopped moving: a rate from before says nothing any more. */
final class Standstill {
  /** Longer than one image takes, or a moment of a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final LongSupplier nanos;
  private long number = -1;
  private long since;

  Standstill(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whole seconds since the number was another; 0 while that is no standstill. */
  long seconds(long now) {
    if (now != number) {
      number = now;
      restart();
    }
    Duration still = Duration.ofNanos(nanos.getAsLong() - since);
    return still.compareTo(LIMIT) < 0 ? 0 : still.toSeconds();
  }

  /** It is not expected to move before this moment. */
  void restart() {
    since = nanos.getAsLong();
  }
}
