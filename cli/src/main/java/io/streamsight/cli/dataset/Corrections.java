package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.OutputOptions;
import io.streamsight.contract.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ExitCode;

/** The same correction of several images: goes on after one that fails, a line for each. */
final class Corrections {
  private final OutputOptions output;

  Corrections(OutputOptions output) {
    this.output = output;
  }

  /** Corrects one image; returns the service's answer. */
  interface Correction {
    JsonNode apply(String imageId) throws InterruptedException;
  }

  /**
   * @param done says what was done, from the service's answer
   * @return the exit code: of wrong usage where nothing was right for any of them
   */
  int apply(List<String> imageIds, Correction correction, Function<JsonNode, String> done)
      throws InterruptedException {
    List<JsonNode> answers = new ArrayList<>();
    int failed = 0;
    int misused = 0;
    for (String imageId : imageIds) {
      try {
        JsonNode answer = correction.apply(imageId);
        answers.add(answer);
        if (!output.json()) {
          System.out.printf("%s  %s%s%n", imageId, done.apply(answer), position(answer));
        }
      } catch (CommandFailedException e) {
        failed++;
        misused += e.exitCode() == ExitCode.USAGE ? 1 : 0;
        System.err.printf("streamsight: %s: %s%n", imageId, e.getMessage());
        answers.add(failure(imageId, e));
      }
    }
    if (output.json()) {
      output.print(answers);
    }
    if (failed == 0) {
      return ExitCode.OK;
    }
    return misused == imageIds.size() ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static ObjectNode failure(String imageId, CommandFailedException e) {
    return Json.MAPPER.createObjectNode().put("imageId", imageId).put("error", e.getMessage());
  }

  /** Whether there is a record of the correction; there is none where it was so before. */
  static boolean isWritten(JsonNode answer) {
    return answer.hasNonNull("topic") && answer.hasNonNull("offset");
  }

  /** Where the correction stands in the log. */
  private static String position(JsonNode answer) {
    return isWritten(answer)
        ? "  %s %s@%s"
            .formatted(
                answer.path("topic").asText(),
                answer.path("partition").asText(),
                answer.path("offset").asText())
        : "";
  }
}
