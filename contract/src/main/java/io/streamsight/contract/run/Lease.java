package io.streamsight.contract.run;

/**
 * The value of {@code run-leases}, keyed by run id: a worker claims or renews a run, or gives it
 * back. Claim and renewal are one record, so that the fold is right even when compaction has taken
 * the first claim.
 *
 * @param lifetimeMs how long the claim lives without a renewal, ms; absent: 3 minutes. Here and not
 *     a setting of its readers, so that all of them see the same holder
 */
public record Lease(String worker, boolean released, Long lifetimeMs) {
  private static final long DEFAULT_LIFETIME_MS = 180_000;

  public Lease {
    if (worker == null || worker.isBlank()) {
      throw new IllegalArgumentException("worker is missing");
    }
    lifetimeMs = lifetimeMs == null ? Long.valueOf(DEFAULT_LIFETIME_MS) : lifetimeMs;
    if (lifetimeMs < 1) {
      throw new IllegalArgumentException("lifetimeMs %d is below 1".formatted(lifetimeMs));
    }
  }
}
