package io.streamsight.contract.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fold of {@code run-leases}: who works on which run. The first live claim wins, by the
 * broker's append time; it lives for {@link #LIFETIME} after its last renewal. Thread-safe.
 */
public final class LeaseFold {
  public static final Duration LIFETIME = Duration.ofMinutes(3);
  public static final Duration RENEWAL = Duration.ofMinutes(1);

  /**
   * @param until append time of the last renewal plus {@link #LIFETIME}, ms
   */
  public record Holder(String worker, long until) {}

  private final Map<String, Holder> holders = new HashMap<>();

  /** The next record of the partition, with the broker's append time in ms. */
  public synchronized void apply(String runId, Lease lease, long appendTime) {
    Holder holder = holders.get(runId);
    boolean free =
        holder == null || holder.until() <= appendTime || holder.worker().equals(lease.worker());
    if (!free) {
      return;
    }
    if (lease.released()) {
      holders.remove(runId);
    } else {
      holders.put(runId, new Holder(lease.worker(), appendTime + LIFETIME.toMillis()));
    }
  }

  /** The run ended: its key has a tombstone. */
  public synchronized void forget(String runId) {
    holders.remove(runId);
  }

  /** Who holds the run at the given time (ms); empty when it is free. */
  public synchronized Optional<Holder> holder(String runId, long now) {
    return Optional.ofNullable(holders.get(runId)).filter(h -> h.until() > now);
  }
}
