package io.streamsight.trainer.training;

/** A state that a run can't go on from: of another release, plan or data. Nothing has been done. */
public final class UnusableCheckpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnusableCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
