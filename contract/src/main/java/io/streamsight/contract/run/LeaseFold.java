package io.streamsight.contract.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold of {@code run-leases}: who works on which run. The first live claim wins, and lives for
 * its lifetime after its last renewal. Thread-safe.
 *
 * <p>Two clocks, never compared: which of two claims wins follows from the broker's append times
 * alone, the same for every reader. Whether a claim still lives at this moment is judged by the
 * time that has passed here since it was read: a reader sees it live a little longer than it does,
 * and a claim that comes too early loses.
 */
public final class LeaseFold {
  /**
   * @param appendedAt append time of the last renewal, ms by the broker's clock
   * @param readAt when that was read here, ns by this process's monotonic clock
   */
  public record Holder(String worker, long lifetimeMs, long appendedAt, long readAt) {
    boolean livesAt(long nanoTime) {
      return (nanoTime - readAt) / 1_000_000 < lifetimeMs;
    }
  }

  /** All keys that have a record and no tombstone; a released run has nobody. */
  private final Map<String, Optional<Holder>> runs = new HashMap<>();

  /**
   * The next record of the partition.
   *
   * @param appendTime the broker's, ms
   * @param nanoTime {@link System#nanoTime()} of now
   */
  public synchronized void apply(String runId, Lease lease, long appendTime, long nanoTime) {
    Holder holder = runs.getOrDefault(runId, Optional.empty()).orElse(null);
    boolean free =
        holder == null
            || appendTime - holder.appendedAt() >= holder.lifetimeMs()
            || holder.worker().equals(lease.worker());
    if (free) {
      runs.put(
          runId,
          lease.released()
              ? Optional.empty()
              : Optional.of(new Holder(lease.worker(), lease.lifetimeMs(), appendTime, nanoTime)));
    }
  }

  /** The run ended: its key has a tombstone. */
  public synchronized void forget(String runId) {
    runs.remove(runId);
  }

  /** Who holds the run at the given time of this process's monotonic clock; empty: it is free. */
  public synchronized Optional<Holder> holder(String runId, long nanoTime) {
    return runs.getOrDefault(runId, Optional.empty()).filter(holder -> holder.livesAt(nanoTime));
  }

  /** The runs that were ever claimed and have no tombstone yet, held or not. */
  public synchronized List<String> runs() {
    return List.copyOf(runs.keySet());
  }
}
