package io.streamsight.trainer.http;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Verdict;
import java.util.List;
import java.util.Map;

/**
 * A model.
 *
 * @param aliases name to version: {@code champion} is served
 */
public record ModelView(String name, Map<String, Integer> aliases, List<VersionView> versions) {
  /**
   * @param parameters of the net, batch-norm statistics included
   * @param verdict of the gate when it was published
   */
  public record VersionView(
      int version,
      String runId,
      String sha256,
      int bytes,
      String architecture,
      String recipe,
      int imageSize,
      List<String> labels,
      long parameters,
      int epochs,
      int bestEpoch,
      String dataset,
      String datasetDigest,
      Map<Split, Integer> images,
      ModelMetadata.Metrics metrics,
      Verdict verdict,
      boolean retired) {
    static VersionView of(ModelVersion version) {
      ModelMetadata m = version.metadata();
      return new VersionView(
          version.version(),
          version.runId(),
          version.file().sha256(),
          version.file().bytes(),
          m.request().architecture(),
          m.request().recipe(),
          m.request().imageSize(),
          m.labels(),
          m.parameters(),
          m.request().epochs(),
          m.bestEpoch(),
          m.lineage().dataset(),
          m.lineage().digest(),
          m.lineage().images(),
          m.metrics(),
          version.verdict(),
          version.retired());
    }
  }
}
