package io.streamsight.cli;

/** A service sends more than any of its answers has: taken in, it would fill the memory. */
public final class AnswerTooLargeException extends CommandFailedException {
  private static final long serialVersionUID = 1;

  public AnswerTooLargeException(String what, long limit) {
    super(
        "%s has more than %d bytes, which this version does not take: is it Streamsight's service?"
            .formatted(what, limit));
  }
}
