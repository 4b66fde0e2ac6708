package io.streamsight.cli;

/** A service was asked to change something, and no answer says whether it did. */
public final class OutcomeUnknownException extends CommandFailedException {
  OutcomeUnknownException(String what, Throwable cause) {
    super(what + " Whether it was done is not known: look before you try again.", cause);
  }
}
