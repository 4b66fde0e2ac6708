package io.streamsight.inference.model;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who uses a thing, and ends it when nobody does: never while somebody still does. */
final class References {
  private final AtomicInteger count = new AtomicInteger(1);
  private final Runnable end;

  /** The creator holds the first reference. */
  References(Runnable end) {
    this.end = end;
  }

  /**
   * @return false when the last reference is gone: the thing can't be used any more
   */
  boolean retain() {
    return count.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Gives a reference back; the last one ends the thing. */
  void release() {
    int left = count.decrementAndGet();
    if (left == 0) {
      end.run();
    } else if (left < 0) {
      throw new IllegalStateException("released more often than retained");
    }
  }
}
