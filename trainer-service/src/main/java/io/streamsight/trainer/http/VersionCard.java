package io.streamsight.trainer.http;

import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.registry.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a version: its model card.
 *
 * @param aliases that point to it, sorted
 * @param retirement when, by whom and why it was retired; absent while it is not
 * @param publishedAt when its run ended
 * @param file checksum, bytes and place in {@code models}
 * @param metadata as the file has them: labels, preprocessing, request, lineage, metrics; absent
 *     when a later release wrote them in a way that this one can't understand
 * @param verdict of the gate when it was published
 */
public record VersionCard(
    String model,
    int version,
    List<String> aliases,
    boolean retired,
    Retirement retirement,
    String runId,
    Instant publishedAt,
    ModelFile file,
    ModelMetadata metadata,
    Verdict verdict) {
  static VersionCard of(ModelVersion version, Registry registry) {
    return new VersionCard(
        version.model(),
        version.version(),
        registry.aliases(version.model()).entrySet().stream()
            .filter(alias -> alias.getValue() == version.version())
            .map(Map.Entry::getKey)
            .toList(),
        version.retired(),
        Retirement.of(version, registry),
        version.runId(),
        registry.run(version.runId()).map(Run::endedAt).map(Instant::ofEpochMilli).orElse(null),
        version.file(),
        version.metadata(),
        version.verdict());
  }
}
