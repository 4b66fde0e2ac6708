package io.streamsight.contract.run;

/**
 * The value of {@code run-leases}, keyed by run id: a worker claims or renews a run, or gives it
 * back. Claim and renewal are one record, so that the fold is right even when compaction has taken
 * the first claim.
 */
public record Lease(String worker, boolean released) {
  public Lease {
    if (worker == null || worker.isBlank()) {
      throw new IllegalArgumentException("worker is missing");
    }
  }
}
