package io.streamsight.trainer.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A data set as it follows from the log up to noted offsets.
 *
 * @param imageIndex end of {@code image-index} that it was folded to
 * @param imageSplits end of {@code image-splits} that it was folded to
 */
public record Snapshot(Dataset dataset, Offsets imageIndex, Offsets imageSplits) {
  private static final int NAMED = 10;

  public Lineage lineage() {
    Map<Split, Integer> images = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      images.put(split, dataset.of(split).size());
    }
    return new Lineage(dataset.name(), dataset.digest(), imageIndex, imageSplits, images);
  }

  /**
   * @param missingShare of the assigned images that may be missing or refused, 0 to 1
   * @throws StreamsightException {@link Reason#DATASET_UNTRAINABLE} with the counts that matter;
   *     {@link Reason#DATASET_UNKNOWN} when nothing was ever assigned to it
   */
  public void requireTrainable(double missingShare) {
    if (dataset.examples().isEmpty()
        && dataset.missing().isEmpty()
        && dataset.refused().isEmpty()) {
      throw new StreamsightException(
          Reason.DATASET_UNKNOWN,
          "There is no data set %s: no image is assigned to it".formatted(dataset.name()));
    }
    Map<Split, Map<String, Integer>> counts = dataset.counts();
    for (Split split : Split.values()) {
      if (counts.get(split).isEmpty()) {
        throw untrainable("its %s split is empty".formatted(split.text()));
      }
    }
    List<String> trained = List.copyOf(counts.get(Split.TRAIN).keySet());
    if (trained.size() < 2) {
      throw untrainable("its train split has the only label '%s'".formatted(trained.get(0)));
    }
    for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
      for (String label : counts.get(split).keySet()) {
        if (!trained.contains(label)) {
          throw untrainable(
              "label '%s' of its %s split has no training image".formatted(label, split.text()));
        }
      }
    }
    int absent = dataset.missing().size() + dataset.refused().size();
    int assigned = absent + dataset.examples().size();
    if (absent > missingShare * assigned) {
      throw untrainable(
          "%d assigned images are missing and %d refused or erased, of %d; %.1f %% are allowed"
              .formatted(
                  dataset.missing().size(),
                  dataset.refused().size(),
                  assigned,
                  100 * missingShare));
    }
  }

  /**
   * For a data set of old: what was erased must not come back from what the log still holds.
   *
   * @param erased whether the image of an id has been erased since
   * @throws StreamsightException {@link Reason#IMAGE_LOST} naming those that were
   */
  public void requireNoneErased(Predicate<String> erased) {
    List<String> gone =
        dataset.examples().stream().map(Example::imageId).filter(erased).sorted().toList();
    if (!gone.isEmpty()) {
      throw new StreamsightException(
          Reason.IMAGE_LOST,
          "%d of %d images that data set %s had then were erased since, among them %s"
              .formatted(
                  gone.size(),
                  dataset.examples().size(),
                  dataset.name(),
                  gone.subList(0, Math.min(NAMED, gone.size()))));
    }
  }

  private StreamsightException untrainable(String why) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    dataset.counts().forEach((split, labels) -> counts.put(split.text(), first(labels)));
    return new StreamsightException(
        Reason.DATASET_UNTRAINABLE,
        "Data set %s can't train: %s (images by split and label: %s)"
            .formatted(dataset.name(), why, counts));
  }

  /** A message that is kept for good does not list a thousand labels. */
  private static Map<String, Integer> first(Map<String, Integer> labels) {
    Map<String, Integer> first = new LinkedHashMap<>();
    labels.entrySet().stream().limit(NAMED).forEach(e -> first.put(e.getKey(), e.getValue()));
    int others = labels.values().stream().skip(NAMED).mapToInt(Integer::intValue).sum();
    if (others > 0) {
      first.put("others", others);
    }
    return first;
  }
}
