package io.streamsight.cli.watch;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.serving.ServingEvent;

/** What the feed has to say. */
sealed interface Heard {
  /**
   * @param json as it came
   */
  record Answer(Classification classification, String json) implements Heard {}

  /** What a replica serves from now on. */
  record Swap(ServingEvent event) implements Heard {}

  /** What did not come, since this reader was too slow. */
  record Dropped(long count) implements Heard {}

  /** About the connection, for people. */
  record Note(String text) implements Heard {}

  /** Nothing will ever come. */
  record Failed(CommandFailedException cause) implements Heard {}
}
