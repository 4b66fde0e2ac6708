package io.streamsight.trainer.http;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model.
 *
 * @param aliases name to version: {@code champion} is served
 */
public record ModelView(String name, Map<String, Integer> aliases, List<VersionView> versions) {
  /**
   * @param architecture and what follows up to the metrics is absent when a later release wrote it
   *     in a way that this one can't understand
   * @param parameters of the net, batch-norm statistics included
   * @param verdict of the gate when it was published
   * @param retirement when, by whom and why it was retired; absent while it is not
   */
  public record VersionView(
      int version,
      String runId,
      String sha256,
      int bytes,
      String architecture,
      String recipe,
      Integer imageSize,
      List<String> labels,
      Long parameters,
      Integer epochs,
      Integer bestEpoch,
      String dataset,
      String datasetDigest,
      Map<Split, Integer> images,
      ModelMetadata.Metrics metrics,
      Verdict verdict,
      boolean retired,
      Retirement retirement) {
    static VersionView of(ModelVersion version, Registry registry) {
      Optional<ModelMetadata> m = Optional.ofNullable(version.metadata());
      Optional<TrainingRequest> request = m.map(ModelMetadata::request);
      Optional<Lineage> lineage = m.map(ModelMetadata::lineage);
      return new VersionView(
          version.version(),
          version.runId(),
          version.file().sha256(),
          version.file().bytes(),
          request.map(TrainingRequest::architecture).orElse(null),
          request.map(TrainingRequest::recipe).orElse(null),
          request.map(TrainingRequest::imageSize).orElse(null),
          m.map(ModelMetadata::labels).orElse(null),
          m.map(ModelMetadata::parameters).orElse(null),
          request.map(TrainingRequest::epochs).orElse(null),
          m.map(ModelMetadata::bestEpoch).orElse(null),
          lineage.map(Lineage::dataset).orElse(null),
          lineage.map(Lineage::digest).orElse(null),
          lineage.map(Lineage::images).orElse(null),
          m.map(ModelMetadata::metrics).map(ModelMetadata.Metrics::withoutConfusion).orElse(null),
          version.verdict(),
          version.retired(),
          Retirement.of(version, registry));
    }
  }
}
