package io.streamsight.trainer.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What lasts is said once, and again only after a while: it would fill the log. */
final class SeldomWarning {
  static final Duration AGAIN = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private String last;
  private long saidAt;

  SeldomWarning(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether to say this now, which then counts as said. */
  boolean due(String warning) {
    long now = nanoTime.getAsLong();
    if (warning.equals(last) && now - saidAt < AGAIN.toNanos()) {
      return false;
    }
    last = warning;
    saidAt = now;
    return true;
  }
}
