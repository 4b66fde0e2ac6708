package io.streamsight.contract.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds {@code image-index} and {@code image-splits} into data sets.
 *
 * <p>Records of one partition must come in order; how partitions interleave makes no difference to
 * the result. Repeats of assignments change nothing. Not thread-safe.
 */
public final class DatasetFold {
  private final Map<String, IndexRecord> index = new HashMap<>();

  /** Earlier positions by partition, for the few image ids that stood in more than one. */
  private final Map<String, Map<Integer, Long>> elsewhere = new HashMap<>();

  /** By data set and image id. */
  private final Map<String, Map<String, Assigned>> splits = new TreeMap<>();

  /**
   * Kept as records come, so that asking is cheap. Mostly few, but where the index is read before
   * the assignments all images go through it: sorted, it would cost more than the rest of the fold.
   */
  private final Set<String> unassigned = new HashSet<>();

  /** A million images share a few labels. */
  private final Map<SplitAssignment, SplitAssignment> distinct = new HashMap<>();

  /**
   * A record of {@code image-index}. All records of an image id stand in one partition: only the
   * indexer writes them, each position once and in order. A lower offset is no repeat: it is of a
   * log that was restored or mirrored, where what came later may stand further ahead.
   */
  public void index(String imageId, IndexRecord record) {
    IndexRecord old = index.get(imageId);
    if (old == null || old.partition() == record.partition()) {
      index.put(imageId, record);
    } else if (record.offset() > seenElsewhere(imageId).getOrDefault(record.partition(), -1L)) {
      elsewhere.computeIfAbsent(imageId, i -> new HashMap<>(2)).put(old.partition(), old.offset());
      index.put(imageId, record);
    }
    settle(imageId);
  }

  private Map<Integer, Long> seenElsewhere(String imageId) {
    return elsewhere.getOrDefault(imageId, Map.of());
  }

  /** A record of {@code image-splits} with its partition and timestamp (ms). */
  public void assign(SplitKey key, SplitAssignment assignment, int partition, long timestamp) {
    Map<String, Assigned> images =
        splits.computeIfAbsent(key.dataset(), dataset -> new HashMap<>());
    SplitAssignment shared = distinct.computeIfAbsent(assignment, a -> a);
    images.put(
        key.imageId(),
        new Assigned(partition, timestamp, shared, null).before(images.get(key.imageId())));
    settle(key.imageId());
  }

  public Set<String> datasets() {
    return new TreeSet<>(splits.keySet());
  }

  /** What the index says of an image id; null when it says nothing. */
  public IndexRecord image(String imageId) {
    return index.get(imageId);
  }

  /** Of all images that the index holds, whether a data set has them or not. */
  public Set<String> contentHashes() {
    Set<String> hashes = new HashSet<>();
    for (IndexRecord record : index.values()) {
      if (record instanceof IndexRecord.Indexed indexed) {
        hashes.add(indexed.contentHash());
      }
    }
    return hashes;
  }

  /**
   * The partitions of {@code images} in which the index ever saw the id, and the last offset in
   * each: where an erased image must leave no bytes. Empty when it never saw it.
   */
  public Map<Integer, Long> positions(String imageId) {
    IndexRecord last = index.get(imageId);
    if (last == null) {
      return Map.of();
    }
    Map<Integer, Long> positions = new TreeMap<>(seenElsewhere(imageId));
    positions.put(last.partition(), last.offset());
    return positions;
  }

  /** What counts of an image's assignments in a data set; null when there was never one. */
  public SplitAssignment assignment(String dataset, String imageId) {
    Assigned assigned = assigned(dataset, imageId);
    return assigned == null ? null : assigned.latest().assignment();
  }

  /** The timestamp (ms) of what counts of an image's assignments; empty when there is none. */
  public OptionalLong assignedAt(String dataset, String imageId) {
    Assigned assigned = assigned(dataset, imageId);
    return assigned == null ? OptionalLong.empty() : OptionalLong.of(assigned.latest().timestamp());
  }

  private Assigned assigned(String dataset, String imageId) {
    return splits.getOrDefault(dataset, Map.of()).get(imageId);
  }

  /** The data sets that an image is in: assigned and not withdrawn. */
  public Set<String> datasetsOf(String imageId) {
    Set<String> datasets = new TreeSet<>();
    splits.forEach(
        (dataset, images) -> {
          if (isAssigned(images.get(imageId))) {
            datasets.add(dataset);
          }
        });
    return datasets;
  }

  private static boolean isAssigned(Assigned assigned) {
    return assigned != null && !assigned.latest().assignment().withdrawn();
  }

  public Dataset dataset(String name) {
    return new Inventory(name, placed(name), List.of()).asDataset();
  }

  /** A data set with what is amiss in it. */
  public Inventory inventory(String dataset) {
    return new Inventory(dataset, placed(dataset), unassigned().stream().sorted().toList());
  }

  /** Every image that was ever assigned to a data set, in no order. */
  public List<PlacedImage> placed(String dataset) {
    Map<String, Assigned> images = splits.getOrDefault(dataset, Map.of());
    List<PlacedImage> placed = new ArrayList<>(images.size());
    images.forEach(
        (imageId, assigned) ->
            placed.add(
                new PlacedImage(imageId, assigned.latest().assignment(), index.get(imageId))));
    return placed;
  }

  /** The indexed images that no data set assigns, in no order. */
  public List<String> unassigned() {
    return List.copyOf(unassigned);
  }

  private void settle(String imageId) {
    if (index.get(imageId) instanceof IndexRecord.Indexed && isNowhereAssigned(imageId)) {
      unassigned.add(imageId);
    } else {
      unassigned.remove(imageId);
    }
  }

  private boolean isNowhereAssigned(String imageId) {
    for (Map<String, Assigned> images : splits.values()) {
      if (isAssigned(images.get(imageId))) {
        return false;
      }
    }
    return true;
  }
}
