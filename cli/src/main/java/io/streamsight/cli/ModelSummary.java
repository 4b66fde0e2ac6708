package io.streamsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of {@code GET /models/{name}} of the trainer: what the registry knows. */
public record ModelSummary(String name, Map<String, Integer> aliases, List<Version> versions) {

  /** The version that is served; null for none. */
  public Integer champion() {
    return aliases == null ? null : aliases.get(AliasMoved.CHAMPION);
  }

  public Optional<Version> version(int number) {
    return versions.stream().filter(version -> version.version() == number).findFirst();
  }

  /** One published version; {@code metrics} as scored by ONNX Runtime, {@code images} by split. */
  public record Version(
      int version,
      String runId,
      String sha256,
      long bytes,
      String architecture,
      String recipe,
      Integer imageSize,
      Long parameters,
      Map<String, JsonNode> metrics,
      String datasetDigest,
      Map<String, Integer> images,
      Verdict verdict,
      boolean retired,
      Retirement retirement) {

    /** Images of a split; null if the registry does not say. */
    public Integer images(String split) {
      return images == null ? null : images.get(split);
    }

    /** What the gate said: whether champion shall move to it, and why. */
    public record Verdict(boolean promote, String why) {}

    /** A number among the metrics; null if it was not measured. */
    public Double metric(String name) {
      JsonNode metric = metrics == null ? null : metrics.get(name);
      return metric == null || !metric.isNumber() ? null : metric.doubleValue();
    }
  }
}
