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
 * the result. Repeats change nothing. Not thread-safe.
 */
public final class DatasetFold {
  /** Within a partition the later record counts; between partitions the later by time. */
  private record Assigned(long timestamp, int partition, SplitAssignment assignment) {
    boolean beats(Assigned other) {
      return timestamp != other.timestamp
          ? timestamp > other.timestamp
          : partition > other.partition;
    }
  }

  private final Map<String, IndexRecord> index = new HashMap<>();

  /** By data set, image id and partition: producers with another partitioner spread a key. */
  private final Map<String, Map<String, Map<Integer, Assigned>>> splits = new TreeMap<>();

  /**
   * A record of {@code image-index}. All records of an image id stand in one partition: only the
   * indexer writes them.
   */
  public void index(String imageId, IndexRecord record) {
    // A second indexer may repeat an old position after a rebalance: it must not win.
    index.merge(
        imageId,
        record,
        (old, now) ->
            old.partition() == now.partition() && old.offset() > now.offset() ? old : now);
  }

  /** A record of {@code image-splits} with its partition and timestamp (ms). */
  public void assign(SplitKey key, SplitAssignment assignment, int partition, long timestamp) {
    splits
        .computeIfAbsent(key.dataset(), d -> new HashMap<>())
        .computeIfAbsent(key.imageId(), i -> new HashMap<>(2))
        .put(partition, new Assigned(timestamp, partition, assignment));
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

  /** What counts of an image's assignments in a data set; null when there was never one. */
  public SplitAssignment assignment(String dataset, String imageId) {
    Map<Integer, Assigned> byPartition = splits.getOrDefault(dataset, Map.of()).get(imageId);
    return byPartition == null ? null : latest(byPartition).assignment();
  }

  /** The timestamp (ms) of the record that {@link #assignment} is of; empty without one. */
  public OptionalLong assignedAt(String dataset, String imageId) {
    Map<Integer, Assigned> byPartition = splits.getOrDefault(dataset, Map.of()).get(imageId);
    return byPartition == null
        ? OptionalLong.empty()
        : OptionalLong.of(latest(byPartition).timestamp());
  }

  public Dataset dataset(String name) {
    List<Example> examples = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    new TreeMap<>(splits.getOrDefault(name, Map.of()))
        .forEach(
            (imageId, byPartition) -> {
              SplitAssignment assignment = latest(byPartition).assignment();
              if (assignment.withdrawn()) {
                return;
              }
              IndexRecord image = index.get(imageId);
              if (image == null) {
                missing.add(imageId);
              } else if (image instanceof IndexRecord.Indexed indexed) {
                examples.add(
                    new Example(
                        imageId,
                        indexed.contentHash(),
                        assignment.split(),
                        assignment.label(),
                        indexed.partition(),
                        indexed.offset()));
              } else {
                refused.add(imageId);
              }
            });
    return new Dataset(name, List.copyOf(examples), List.copyOf(missing), List.copyOf(refused));
  }

  private static Assigned latest(Map<Integer, Assigned> byPartition) {
    return byPartition.values().stream().reduce((a, b) -> b.beats(a) ? b : a).orElseThrow();
  }
}
