package io.streamsight.ingest.dataset;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Inventory;
import io.streamsight.contract.dataset.PlacedImage;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.AssignmentRecord;
import io.streamsight.contract.log.Offsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The fold of the two topics, and how far it goes. Any thread may call. */
final class FoldedLog {
  private final DatasetFold fold = new DatasetFold();
  private final Map<Integer, Long> indexed = new HashMap<>();
  private final Map<Integer, Long> split = new HashMap<>();

  /**
   * @throws StreamsightException when it is no record of the index; it is not folded then
   */
  void foldIndex(ConsumerRecord<byte[], byte[]> record) {
    // Parsed outside of the lock: readers wait for it.
    String imageId = ImageId.ofKey(record.key());
    IndexRecord image = Json.read(record.value(), IndexRecord.class);
    synchronized (this) {
      fold.index(imageId, image);
      indexed.put(record.partition(), record.offset() + 1);
      notifyAll();
    }
  }

  /** Malformed ones are AssignmentCheck's, and passed over here. */
  void foldSplit(ConsumerRecord<byte[], byte[]> record) {
    if (AssignmentRecord.of(record) instanceof AssignmentRecord.Valid valid) {
      synchronized (this) {
        fold.assign(valid.key(), valid.assignment(), record.partition(), record.timestamp());
        split.put(record.partition(), record.offset() + 1);
      }
    }
  }

  synchronized Optional<IndexRecord> image(String imageId) {
    return Optional.ofNullable(fold.image(imageId));
  }

  synchronized Optional<SplitAssignment> assignment(String dataset, String imageId) {
    return Optional.ofNullable(fold.assignment(dataset, imageId));
  }

  synchronized OptionalLong assignedAt(String dataset, String imageId) {
    return fold.assignedAt(dataset, imageId);
  }

  synchronized Map<Integer, Long> positions(String imageId) {
    return fold.positions(imageId);
  }

  synchronized Set<String> datasetsOf(String imageId) {
    return fold.datasetsOf(imageId);
  }

  synchronized boolean has(String dataset) {
    return fold.datasets().contains(dataset);
  }

  /**
   * Waits until the index has been folded to these positions of {@code images}.
   *
   * @return false when it takes longer
   */
  synchronized boolean awaitIndexed(String imageId, Map<Integer, Long> positions, Duration timeout)
      throws InterruptedException {
    long since = System.nanoTime();
    while (!reached(fold.positions(imageId), positions)) {
      long left = timeout.toMillis() - (System.nanoTime() - since) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private static boolean reached(Map<Integer, Long> seen, Map<Integer, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(w -> seen.getOrDefault(w.getKey(), -1L) >= w.getValue());
  }

  /** A data set at this moment. */
  Observation observe(String dataset) {
    return observe(all -> Set.of(dataset)).get(0);
  }

  /** All data sets at this moment. */
  List<Observation> observeAll() {
    return observe(DatasetFold::datasets);
  }

  /** Nothing is sorted or counted under the lock: whoever imports asks the fold meanwhile. */
  private List<Observation> observe(Function<DatasetFold, Set<String>> datasets) {
    Map<String, List<PlacedImage>> placed = new LinkedHashMap<>();
    List<String> unassigned;
    Offsets indexOffsets;
    Offsets splitsOffsets;
    synchronized (this) {
      for (String dataset : datasets.apply(fold)) {
        placed.put(dataset, fold.placed(dataset));
      }
      unassigned = fold.unassigned();
      indexOffsets = new Offsets(indexed);
      splitsOffsets = new Offsets(split);
    }
    List<String> sorted = unassigned.stream().sorted().toList();
    return placed.entrySet().stream()
        .map(
            p ->
                new Observation(
                    new Inventory(p.getKey(), p.getValue(), sorted), indexOffsets, splitsOffsets))
        .toList();
  }
}
