package io.streamsight.cli;

import java.util.Optional;

/** A service answered, and the answer is no. */
public final class RefusedException extends CommandFailedException {
  private final int status;
  private final String reason;

  RefusedException(String message, int status, String reason) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /** HTTP status: 4xx or 5xx. */
  public int status() {
    return status;
  }

  /** The code of the problem, as in {@link io.streamsight.contract.Reason}; empty if none came. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
