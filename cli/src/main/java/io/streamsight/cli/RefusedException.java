package io.streamsight.cli;

import io.streamsight.contract.Reason;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/** A service answered, and the answer is no. */
public final class RefusedException extends CommandFailedException {
  private static final int BAD_REQUEST = 400;

  private final int status;
  private final String reason;

  RefusedException(String message, int status, String reason) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /**
   * Whether a value that was given can't be: wrong usage. For what a service does not hold, or not
   * any more, it has other reasons.
   */
  static boolean isMisuse(int status, String reason) {
    return status == BAD_REQUEST && Reason.EVENT_INVALID.code().equals(reason);
  }

  @Override
  public int exitCode() {
    return isMisuse(status, reason) ? ExitCode.USAGE : super.exitCode();
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
