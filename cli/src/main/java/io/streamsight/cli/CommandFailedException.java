package io.streamsight.cli;

/** A command can't do its work; the message is the one line that the user reads. */
public sealed class CommandFailedException extends RuntimeException permits RefusedException {
  public CommandFailedException(String message) {
    super(message);
  }

  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
