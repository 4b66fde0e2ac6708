package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.ingest.publish.Upload;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an import is asked for.
 *
 * @param dataset null publishes the images alone
 * @param layout null tells it from the first image's path
 * @param split of all images; null lets layout or rule say
 * @param label of all images; null lets the layout say
 * @param rule null where folders or {@code split} say it
 * @param idPrefix before every path; an image's id is both together
 * @param maxSide larger images are shrunk to it, in pixels; null shrinks none
 * @param replace whether the import wins over other bytes, other places and erasures that are there
 * @param dryRun whether all is checked and nothing published
 * @param files how many the client will send; null when it doesn't know
 */
public record ImportOptions(
    String dataset,
    Layout layout,
    Split split,
    String label,
    SplitRule rule,
    String idPrefix,
    Integer maxSide,
    boolean replace,
    boolean dryRun,
    Long files) {
  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} naming what contradicts what
   */
  static ImportOptions of(ImportParameters given) {
    try {
      return new ImportOptions(
          given.dataset == null ? null : SplitKey.requireName(given.dataset),
          given.layout == null ? null : Layout.of(given.layout).orElse(null),
          given.split == null ? null : Split.of(given.split),
          given.label,
          rule(given),
          given.idPrefix == null ? "" : given.idPrefix,
          given.maxSide,
          given.replace,
          given.dryRun,
          given.files);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  public ImportOptions {
    if (dataset == null && (layout != null || split != null || label != null || rule != null)) {
      throw new IllegalArgumentException("labels and splits need a dataset to belong to");
    }
    if (split != null && rule != null) {
      throw new IllegalArgumentException("give split, or ratio or ranges, not both");
    }
    if (layout == Layout.SPLIT_FOLDERS && (split != null || rule != null)) {
      throw new IllegalArgumentException(
          "layout split-folders tells the split: leave out split, ratio and ranges");
    }
    if (label != null) {
      // As a reader would check it.
      SplitAssignment.of(Split.TRAIN, label);
    }
    Upload.requireSide(maxSide);
    if (files != null && files < 0) {
      throw new IllegalArgumentException("files=%d is negative".formatted(files));
    }
  }

  private static SplitRule rule(ImportParameters given) {
    Map<Split, SplitRule.Range> ranges = new EnumMap<>(Split.class);
    put(ranges, Split.TRAIN, given.train);
    put(ranges, Split.VALIDATION, given.validation);
    put(ranges, Split.TEST, given.test);
    if (given.ratio != null && !ranges.isEmpty()) {
      throw new IllegalArgumentException("give ratio or ranges, not both");
    }
    if (given.ratio != null) {
      return SplitRule.Ratio.parse(given.ratio);
    }
    return ranges.isEmpty() ? null : new SplitRule.Ranges(ranges);
  }

  private static void put(Map<Split, SplitRule.Range> ranges, Split split, String text) {
    Optional.ofNullable(text).map(SplitRule.Range::parse).ifPresent(r -> ranges.put(split, r));
  }

  /** Whether something else than the path tells the split. */
  boolean tellsSplit() {
    return split != null || rule != null;
  }
}
