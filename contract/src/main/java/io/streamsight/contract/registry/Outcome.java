package io.streamsight.contract.registry;

/** What became of a proposal. */
public sealed interface Outcome {
  record Accepted() implements Outcome {}

  /**
   * @param why one sentence for the one who proposed it
   */
  record Ignored(String why) implements Outcome {}
}
