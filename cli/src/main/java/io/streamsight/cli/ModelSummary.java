package io.streamsight.cli;

import java.util.List;
import java.util.Map;

/** The answer of {@code GET /models/{name}} of the trainer: what the registry knows. */
public record ModelSummary(String name, Map<String, Integer> aliases, List<Version> versions) {

  /** One published version; {@code metrics} as scored by ONNX Runtime. */
  public record Version(
      int version,
      String runId,
      String sha256,
      long bytes,
      String architecture,
      Long parameters,
      Map<String, Double> metrics,
      String datasetDigest,
      Integer trainImages,
      Integer validationImages,
      Integer testImages) {

    /** A metric by name; null if it was not measured. */
    public Double metric(String name) {
      return metrics == null ? null : metrics.get(name);
    }
  }
}
