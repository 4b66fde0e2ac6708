package io.streamsight.cli;

/** A service answered, and the answer is no. */
public final class RefusedException extends CommandFailedException {
  private final int status;

  RefusedException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** HTTP status: 4xx or 5xx. */
  public int status() {
    return status;
  }
}
