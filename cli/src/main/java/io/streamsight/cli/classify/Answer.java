package io.streamsight.cli.classify;

import java.util.Map;

/**
 * What {@code POST /classify} answers.
 *
 * @param activationMap by label, rows of what each cell adds to the score; null if not asked for
 */
record Answer(
    String label,
    Map<String, Double> scores,
    String model,
    int version,
    double decodeMs,
    double computeMs,
    Map<String, double[][]> activationMap) {

  Double score() {
    return scores.get(label);
  }

  String servedBy() {
    return "%s v%d".formatted(model, version);
  }

  /** The service's work, ms; the way there and back is not in it. */
  double workMs() {
    return decodeMs + computeMs;
  }
}
