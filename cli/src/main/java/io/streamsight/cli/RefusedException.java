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

  /** Whether what was asked can't be, whatever the service holds: wrong usage. */
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
