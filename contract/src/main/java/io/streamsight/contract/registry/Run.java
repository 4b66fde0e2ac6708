package io.streamsight.contract.registry;

import io.streamsight.contract.run.TrainingRequest;

/** A run as the registry knows it; who works on it is in the leases. */
public record Run(
    String runId,
    TrainingRequest request,
    State state,
    Integer version,
    String reason,
    String detail) {
  public enum State {
    OPEN,
    SUCCEEDED,
    FAILED
  }

  static Run open(String runId, TrainingRequest request) {
    return new Run(runId, request, State.OPEN, null, null, null);
  }

  Run succeed(int version) {
    return new Run(runId, request, State.SUCCEEDED, version, null, null);
  }

  Run fail(String reason, String detail) {
    return new Run(runId, request, State.FAILED, null, reason, detail);
  }
}
