package io.streamsight.contract.deadletter;

/** Whether replaying a letter can still matter. */
public sealed interface Standing {
  /** What happened, for people. */
  String why();

  /** A replay would count. */
  record Open(String why) implements Standing {}

  /** Something came since: a replay would repeat or overwrite it. */
  record Closed(String why) implements Standing {}

  /** The letter lacks what a replay needs. */
  record Unreplayable(String why) implements Standing {}

  /**
   * How a letter stands that nothing has closed.
   *
   * @param why it is open, if it has all that a replay needs
   */
  static Standing unclosed(Letter letter, String why) {
    if (letter.source().isEmpty()) {
      return new Unreplayable("has no dlq-* headers that tell its source: can't be replayed");
    }
    return letter.omittedBytes().isPresent()
        ? new Unreplayable(
            "its value of %d bytes was too long to be kept: publish it again"
                .formatted(letter.omittedBytes().getAsLong()))
        : new Open(why);
  }
}
