package io.streamsight.cli;

/** A command can't do its work; the message is the one line that the user reads. */
public sealed class CommandFailedException extends RuntimeException
    permits RefusedException, OutcomeUnknownException, AnswerTooLargeException {
  public CommandFailedException(String message) {
    super(Printable.text(message));
  }

  public CommandFailedException(String message, Throwable cause) {
    super(Printable.text(message), cause);
  }
}
