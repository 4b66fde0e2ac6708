package io.streamsight.trainer.dataset;

import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.log.DatasetChange;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Looks for a data set of old in a log that has other offsets than when it was noted: restored or
 * mirrored. What is left of the order between partitions is time; what proves it is the digest.
 */
final class LineageSearch {
  /** Up to where the log gives the data set. */
  record Prefix(Offsets imageIndex, Offsets imageSplits) {}

  private final Lineage wanted;
  private final List<DatasetChange> changes;

  LineageSearch(Lineage wanted, List<DatasetChange> changes) {
    this.wanted = wanted;
    this.changes =
        changes.stream().sorted(Comparator.comparingLong(DatasetChange::reachedAt)).toList();
  }

  /**
   * The first moment at which both topics together gave it. For a run that began while images were
   * coming in: a snapshot notes where the assignments end and then waits for the index, so at no
   * single moment did both topics end where it did; then each image counts from its assignment on.
   *
   * @param stop asked at each change
   * @throws CancellationException when it was stopped
   */
  Optional<Prefix> find(BooleanSupplier stop) {
    return new Walk(false).find(stop).or(() -> new Walk(true).find(stop));
  }

  /** From one change to the next, with the images of each split counted. */
  private final class Walk {
    private final boolean indexAhead;
    private final DatasetFold fold = new DatasetFold();
    private final Map<Split, Integer> counts = new EnumMap<>(Split.class);
    private final Map<String, DatasetChange> firstLines = new HashMap<>();
    private final Set<DatasetChange> appliedLines = new HashSet<>();
    private final Map<Integer, Long> index = new HashMap<>();
    private final Map<Integer, Long> splits = new HashMap<>();

    Walk(boolean indexAhead) {
      this.indexAhead = indexAhead;
      for (Split split : Split.values()) {
        counts.put(split, 0);
      }
      changes.stream()
          .filter(change -> !change.assigns())
          .forEach(line -> firstLines.putIfAbsent(line.imageId(), line));
    }

    Optional<Prefix> find(BooleanSupplier stop) {
      for (DatasetChange change : changes) {
        if (stop.getAsBoolean()) {
          throw new CancellationException("Stopped while looking for a data set");
        }
        if (!change.assigns() && !appliedLines.add(change)) {
          continue;
        }
        DatasetChange line = firstLines.get(change.imageId());
        boolean early = indexAhead && change.assigns() && line != null && appliedLines.add(line);
        boolean changed = early && apply(line);
        changed |= apply(change);
        // The digest costs much, counting little.
        if (changed
            && counts.equals(wanted.images())
            && fold.dataset(wanted.dataset()).digest().equals(wanted.digest())) {
          return Optional.of(new Prefix(new Offsets(index), new Offsets(splits)));
        }
      }
      return Optional.empty();
    }

    /**
     * @return whether the data set is another one now
     */
    private boolean apply(DatasetChange change) {
      (change.assigns() ? splits : index).merge(change.partition(), change.offset() + 1, Math::max);
      Counted before = counted(change.imageId());
      change.fold().accept(fold);
      Counted after = counted(change.imageId());
      if (before != null) {
        counts.merge(before.split(), -1, Integer::sum);
      }
      if (after != null) {
        counts.merge(after.split(), 1, Integer::sum);
      }
      return !Objects.equals(before, after);
    }

    private Counted counted(String imageId) {
      SplitAssignment assigned = fold.assignment(wanted.dataset(), imageId);
      return assigned != null
              && !assigned.withdrawn()
              && fold.image(imageId) instanceof IndexRecord.Indexed image
          ? new Counted(assigned.split(), assigned.label(), image.contentHash())
          : null;
    }
  }

  /** What the digest has of an image. */
  private record Counted(Split split, String label, String contentHash) {}
}
