package io.streamsight.contract.registry;

import io.streamsight.contract.run.TrainingRequest;

/**
 * A run as the registry knows it; who works on it is in the leases.
 *
 * @param model the name under which its result gets a version
 * @param request null when a later release wrote it in a way that this one can't understand
 * @param version that it made; null unless it succeeded
 * @param repetition what it came to, if it repeated another run
 * @param reason code of the failure; null unless it failed
 * @param detail what happened
 * @param requestedAt ms since 1970, by the clock of whoever asked
 * @param endedAt likewise; null while it is open
 */
public record Run(
    String model,
    String runId,
    TrainingRequest request,
    State state,
    Integer version,
    Repetition repetition,
    String reason,
    String detail,
    long requestedAt,
    Long endedAt) {
  public enum State {
    OPEN,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  static Run open(String model, String runId, TrainingRequest request, long at) {
    return new Run(model, runId, request, State.OPEN, null, null, null, null, at, null);
  }

  /** Whether a model may still come of it. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  Run succeed(int version, Repetition repetition, long at) {
    return new Run(
        model, runId, request, State.SUCCEEDED, version, repetition, null, null, requestedAt, at);
  }

  Run fail(String reason, String detail, long at) {
    return new Run(
        model, runId, request, State.FAILED, null, null, reason, detail, requestedAt, at);
  }

  Run cancel(long at) {
    return new Run(model, runId, request, State.CANCELLED, null, null, null, null, requestedAt, at);
  }
}
