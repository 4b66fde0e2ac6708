package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.FindingKind;
import io.streamsight.contract.dataset.Findings;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Inventory;
import io.streamsight.contract.dataset.PlacedImage;
import io.streamsight.contract.image.ImageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A data set in numbers. Bytes, sizes and formats are those of the images that are assigned and
 * indexed.
 *
 * @param splits images by split and label
 * @param images assigned and indexed
 * @param missing assigned, but not indexed (yet)
 * @param refused assigned, but the image was refused or erased
 * @param digest of what the data set is: the same for the same ids, contents, labels and splits
 * @param bytes encoded, all images together
 * @param width in pixels; null without images
 * @param height in pixels; null without images
 * @param duplicates groups of two or more images with the same bytes
 * @param duplicatesAcrossSplits such groups in more than one split
 * @param conflictingLabels such groups with more than one label
 * @param misplaced assigned, but in a partition where compaction will not replace them
 * @param withdrawn images that were in the data set
 * @param unassigned indexed images that no data set assigns
 * @param indexOffsets the report follows from {@code image-index} up to here
 * @param splitsOffsets and from {@code image-splits} up to here
 */
public record DatasetReport(
    String dataset,
    Map<String, Map<String, Integer>> splits,
    int images,
    int missing,
    int refused,
    String digest,
    long bytes,
    Extent width,
    Extent height,
    Map<ImageFormat, Long> formats,
    int duplicates,
    int duplicatesAcrossSplits,
    int conflictingLabels,
    int misplaced,
    int withdrawn,
    int unassigned,
    Map<Integer, Long> indexOffsets,
    Map<Integer, Long> splitsOffsets) {
  static DatasetReport of(Observation observed) {
    Inventory inventory = observed.inventory();
    Dataset dataset = inventory.asDataset();
    Findings findings = new Findings(inventory);
    Map<String, Map<String, Integer>> splits = new LinkedHashMap<>();
    dataset.counts().forEach((split, labels) -> splits.put(split.text(), labels));
    List<IndexRecord.Indexed> images =
        inventory
            .images(PlacedImage.State.EXAMPLE)
            .map(image -> (IndexRecord.Indexed) image.image())
            .toList();
    return new DatasetReport(
        dataset.name(),
        splits,
        images.size(),
        dataset.missing().size(),
        dataset.refused().size(),
        dataset.digest(),
        images.stream().mapToLong(IndexRecord.Indexed::bytes).sum(),
        Extent.of(images.stream().mapToInt(IndexRecord.Indexed::width)),
        Extent.of(images.stream().mapToInt(IndexRecord.Indexed::height)),
        images.stream()
            .collect(
                Collectors.groupingBy(
                    IndexRecord.Indexed::format, TreeMap::new, Collectors.counting())),
        findings.of(FindingKind.DUPLICATES).size(),
        findings.of(FindingKind.DUPLICATES_ACROSS_SPLITS).size(),
        findings.of(FindingKind.CONFLICTING_LABELS).size(),
        findings.of(FindingKind.MISPLACED).size(),
        findings.of(FindingKind.WITHDRAWN).size(),
        inventory.unassigned().size(),
        observed.indexOffsets().next(),
        observed.splitsOffsets().next());
  }
}
