package io.streamsight.cli.classify;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** What became of a file. */
sealed interface Outcome {
  Path file();

  /**
   * @param json the answer as it came
   */
  record Answered(Path file, Answer answer, JsonNode json) implements Outcome {}

  /**
   * @param reason a code to count by: that of the service's problem, or {@link #UNREADABLE}
   */
  record Failed(Path file, String reason, String message) implements Outcome {}

  String UNREADABLE = "unreadable";

  static Outcome unreadable(Path file, String why) {
    return new Failed(file, UNREADABLE, "can't be read (%s)".formatted(why));
  }
}
