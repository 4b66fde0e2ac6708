package io.streamsight.inference.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts what is between consumer and answer, and holds back what would be too much. */
final class InFlight {
  private static final CompletionStage<Void> FREE = CompletableFuture.completedFuture(null);

  private final int maxRecords;
  private final long maxBytes;
  private int records;
  private long bytes;
  private CompletableFuture<Void> room;

  InFlight(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes one more in, always: so that a single one larger than the limit passes too.
   *
   * @return done when there is room for the next
   */
  synchronized CompletionStage<Void> enter(int size) {
    records++;
    bytes += size;
    if (isFree()) {
      return FREE;
    }
    if (room == null) {
      room = new CompletableFuture<>();
    }
    return room;
  }

  void leave(int size) {
    CompletableFuture<Void> waiting = null;
    synchronized (this) {
      records--;
      bytes -= size;
      if (isFree()) {
        waiting = room;
        room = null;
      }
      notifyAll();
    }
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  private boolean isFree() {
    return records < maxRecords && bytes < maxBytes;
  }

  /**
   * Waits until nothing is in work any more.
   *
   * @return false when that took longer
   */
  synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (records > 0) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
