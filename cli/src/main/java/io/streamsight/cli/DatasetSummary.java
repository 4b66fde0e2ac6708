package io.streamsight.cli;

import java.util.Map;

/**
 * The answer of {@code GET /datasets/{name}}.
 *
 * @param splits images by split and label
 * @param images assigned and indexed
 * @param missing assigned, not indexed (yet)
 * @param refused assigned, but not usable
 */
public record DatasetSummary(
    String dataset,
    Map<String, Map<String, Integer>> splits,
    int images,
    int missing,
    int refused) {

  /** Images of one split, all labels together. */
  public int images(String split) {
    return splits.getOrDefault(split, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }
}
