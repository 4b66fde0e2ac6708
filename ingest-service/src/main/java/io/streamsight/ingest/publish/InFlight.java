package io.streamsight.ingest.publish;

import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.ingest.IngestConfig;
import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes of images that are in memory between their arrival and the broker's
 * acknowledgement. The largest image always has room once nothing else has.
 */
public final class InFlight {
  private final int limit;
  private final Semaphore room;

  public InFlight(InstallationConfig installation, IngestConfig ingest) {
    limit = Math.max(ingest.maxInFlightBytes(), installation.maxImageBytes());
    room = new Semaphore(limit, true);
  }

  /** The largest file that may be held. */
  public int limit() {
    return limit;
  }

  int held() {
    return limit - room.availablePermits();
  }

  boolean tryTake(int bytes) {
    return room.tryAcquire(bytes);
  }

  /** Waits for room. */
  public void take(int bytes) throws InterruptedException {
    room.acquire(bytes);
  }

  public void giveBack(int bytes) {
    room.release(bytes);
  }
}
