package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** So many at once, and no queue. */
final class Limit {
  private final int count;
  private final Semaphore free;

  Limit(int count) {
    this.count = count;
    free = new Semaphore(count);
  }

  /**
   * @throws StreamsightException {@link Reason#OVERLOADED} when as many are at it
   */
  <T> T within(Supplier<T> work) {
    if (!free.tryAcquire()) {
      throw new StreamsightException(Reason.OVERLOADED, "%d are at it already".formatted(count));
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
