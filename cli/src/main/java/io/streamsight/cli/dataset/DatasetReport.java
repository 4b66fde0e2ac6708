package io.streamsight.cli.dataset;

import io.streamsight.contract.log.Offsets;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The answer of {@code GET /datasets/{name}}; null where the service doesn't tell.
 *
 * @param splits images by split and label
 * @param images assigned and indexed
 * @param missing assigned, not indexed (yet)
 * @param refused assigned, but not usable
 * @param digest of all examples: the same for the same data set
 * @param bytes of all images as they were published
 * @param formats images by format
 * @param duplicates groups of images with the same bytes
 * @param duplicatesAcrossSplits such groups in more than one split
 * @param conflictingLabels such groups with more than one label
 * @param misplaced in a partition that their key doesn't belong to
 * @param unassigned indexed images that no data set assigns
 * @param indexOffsets what the answer is the fold of, with {@code splitsOffsets}
 */
public record DatasetReport(
    String dataset,
    Map<String, Map<String, Integer>> splits,
    int images,
    int missing,
    int refused,
    String digest,
    Long bytes,
    Sizes width,
    Sizes height,
    Map<String, Integer> formats,
    Long duplicates,
    Long duplicatesAcrossSplits,
    Long conflictingLabels,
    Long misplaced,
    Long withdrawn,
    Long unassigned,
    Offsets indexOffsets,
    Offsets splitsOffsets) {

  /** Of an image's side, in pixels. */
  public record Sizes(Integer min, Integer median, Integer max) {
    @Override
    public String toString() {
      return "%s to %s, median %s".formatted(min, max, median);
    }
  }

  /** Images of one split, all labels together. */
  public int images(String split) {
    return splits.getOrDefault(split, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many labels the images have, all splits together. */
  long labels() {
    return splits.values().stream().flatMap(labels -> labels.keySet().stream()).distinct().count();
  }

  /** Whether there is something to look at: {@code --findings} lists it. */
  boolean hasFindings() {
    return missing + refused > 0
        || Stream.of(duplicates, duplicatesAcrossSplits, conflictingLabels, misplaced, withdrawn)
            .anyMatch(number -> number != null && number > 0);
  }
}
