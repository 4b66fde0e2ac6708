package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.ingest.IngestConfig;
import io.streamsight.ingest.kafka.LogWriter;
import io.streamsight.ingest.kafka.Records;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Erases images: tombstones wherever their bytes are, withdrawals wherever they are placed. What a
 * failure leaves undone, the same call does again.
 */
@ApplicationScoped
class Eraser {
  private static final Logger LOG = Logger.getLogger(Eraser.class);

  private final DatasetView view;
  private final IndexerProgress indexer;
  private final Corrections corrections;
  private final Records records;
  private final LogWriter log;
  private final Duration timeout;

  Eraser(
      DatasetView view,
      IndexerProgress indexer,
      Corrections corrections,
      Records records,
      @Identifier("publisher") LogWriter log,
      IngestConfig config) {
    this.view = view;
    this.indexer = indexer;
    this.corrections = corrections;
    this.records = records;
    this.log = log;
    this.timeout = config.deliveryTimeout();
  }

  /**
   * Returns when the broker has everything, and the view holds it or the indexer takes long.
   *
   * @throws StreamsightException {@link Reason#IMAGE_UNKNOWN} when the index, up to date, never saw
   *     the image
   */
  Erasure erase(String imageId) {
    view.requireReady();
    // A broker that is away is told in time here; the indexer's progress would wait for longer.
    view.awaitEnd(timeout);
    boolean upToDate = indexerIsUpToDate();
    List<RecordMetadata> tombstones =
        bury(imageId, upToDate ? partitionsByIndex(imageId) : allPartitions(imageId));
    List<Correction> withdrawals = withdraw(imageId, view.datasetsOf(imageId));
    boolean indexed =
        upToDate
            && view.awaitIndexed(
                imageId,
                tombstones.stream()
                    .collect(Collectors.toMap(RecordMetadata::partition, RecordMetadata::offset)),
                timeout);
    return new Erasure(
        imageId, indexed, tombstones.stream().map(Erasure.Tombstone::at).toList(), withdrawals);
  }

  private boolean indexerIsUpToDate() {
    try {
      indexer.awaitCaughtUp(timeout, () -> false);
      return true;
    } catch (StreamsightException e) {
      LOG.infof("Erasing from every partition: %s", e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted: the service stops", e);
    }
  }

  private Set<Integer> partitionsByIndex(String imageId) {
    // What the indexer wrote while it caught up.
    view.awaitEnd(timeout);
    Set<Integer> partitions = view.positions(imageId).keySet();
    if (partitions.isEmpty()) {
      throw new StreamsightException(
          Reason.IMAGE_UNKNOWN, "The index never saw an image '%s'".formatted(imageId));
    }
    return new TreeSet<>(partitions);
  }

  /**
   * The image may stand in any partition, not indexed yet: left there, it would be indexed after
   * its erasure, and be back.
   */
  private Set<Integer> allPartitions(String imageId) {
    return IntStream.range(0, log.partitions(records.tombstone(imageId).topic()))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The partition of the key comes first: the producer says which that is. */
  private List<RecordMetadata> bury(String imageId, Set<Integer> partitions) {
    RecordMetadata own = LogWriter.acknowledged(log.send(records.tombstone(imageId)));
    partitions.remove(own.partition());
    List<CompletableFuture<RecordMetadata>> sent =
        partitions.stream()
            .map(partition -> log.send(records.tombstone(imageId, partition)))
            .toList();
    List<RecordMetadata> tombstones = new ArrayList<>(List.of(own));
    sent.forEach(tombstone -> tombstones.add(LogWriter.acknowledged(tombstone)));
    return tombstones;
  }

  private List<Correction> withdraw(String imageId, Set<String> datasets) {
    Map<String, CompletableFuture<RecordMetadata>> sent = new LinkedHashMap<>();
    datasets.forEach(
        dataset ->
            sent.put(dataset, corrections.send(dataset, imageId, SplitAssignment.WITHDRAWN)));
    List<Correction> withdrawals = new ArrayList<>();
    sent.forEach(
        (dataset, record) -> {
          RecordMetadata at = LogWriter.acknowledged(record);
          view.awaitAssigned(at, timeout);
          withdrawals.add(Correction.of(dataset, imageId, SplitAssignment.WITHDRAWN, at));
        });
    return withdrawals;
  }
}
