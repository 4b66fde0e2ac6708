package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A data set in numbers.
 *
 * @param splits images by split and label
 * @param images assigned and indexed
 * @param missing assigned, but not indexed (yet)
 * @param refused assigned, but the image was refused or erased
 */
public record DatasetSummary(
    String dataset,
    Map<String, Map<String, Integer>> splits,
    int images,
    int missing,
    int refused) {
  static DatasetSummary of(Dataset dataset) {
    Map<String, Map<String, Integer>> splits = new LinkedHashMap<>();
    dataset.counts().forEach((split, labels) -> splits.put(split.text(), labels));
    return new DatasetSummary(
        dataset.name(),
        splits,
        dataset.examples().size(),
        dataset.missing().size(),
        dataset.refused().size());
  }
}
