package io.streamsight.contract;

/** A failure with its place in the catalogue; the message says what happened to which value. */
public final class StreamsightException extends RuntimeException {
  private final Reason reason;

  public StreamsightException(Reason reason, String message) {
    this(reason, message, null);
  }

  public StreamsightException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
