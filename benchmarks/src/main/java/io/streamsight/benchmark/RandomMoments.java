package io.streamsight.benchmark;

import java.util.concurrent.ThreadLocalRandom;

/** When independent clients ask: the time between two requests is exponentially distributed. */
final class RandomMoments {
  private final double perSecond;
  private double next = System.nanoTime();

  /**
   * @param perSecond on average
   */
  RandomMoments(double perSecond) {
    this.perSecond = perSecond;
  }

  /** The next moment, as of {@link System#nanoTime()}. */
  long next() {
    next += -Math.log(1 - ThreadLocalRandom.current().nextDouble()) * 1e9 / perSecond;
    return (long) next;
  }
}
