package io.streamsight.local.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What a demo has shown: the JSON of {@code --report}.
 *
 * @param published accepted by the ingest service
 * @param refused no usable images, by the ingest service's word
 * @param validationAccuracy and {@code testAccuracy}: as scored by ONNX Runtime, 0 to 1; null if
 *     not measured
 * @param parityMaxAbsDiff largest difference of a score between training engine and ONNX Runtime
 * @param requested images streamed, the broken one among them
 * @param classified requests that were answered
 * @param duplicates answers beyond the first
 * @param deadLetterReason of the broken image; null if it is not in the dead letters
 * @param imagesPerSecond of the backlog
 * @param latencyP50Ms from request to answer at an easy pace, as {@code latencyP99Ms}
 * @param swapWithoutRestart the process that served nothing before serves the new version
 */
public record DemoReport(
    String model,
    String dataset,
    int imageSize,
    long seed,
    int published,
    int refused,
    int trainImages,
    int validationImages,
    int testImages,
    int epochs,
    Long parameters,
    Double validationAccuracy,
    Double testAccuracy,
    Double parityMaxAbsDiff,
    int modelVersion,
    int requested,
    int classified,
    int duplicates,
    int deadLettered,
    String deadLetterReason,
    double streamAccuracy,
    double imagesPerSecond,
    double latencyP50Ms,
    double latencyP99Ms,
    boolean swapWithoutRestart,
    double trainSeconds,
    double totalSeconds) {

  /** What is not as it should be, one line each; empty when all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    int good = requested - 1;
    if (classified != good) {
      problems.add("%d good images were streamed, %d were classified".formatted(good, classified));
    }
    if (duplicates > 0) {
      problems.add("%d answers are repeats".formatted(duplicates));
    }
    if (deadLetterReason == null) {
      problems.add("The broken image is not in the dead letters, or has no reason there");
    }
    if (deadLettered != 1) {
      problems.add("One image was broken, %d are in the dead letters".formatted(deadLettered));
    }
    if (!swapWithoutRestart) {
      problems.add("The inference service did not take the model in mid-run");
    }
    return problems;
  }
}
