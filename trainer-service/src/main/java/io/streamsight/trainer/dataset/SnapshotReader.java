package io.streamsight.trainer.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.log.DatasetLog;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Reads a data set out of the log as it is now, or was. */
@ApplicationScoped
public class SnapshotReader {
  private static final Logger LOG = Logger.getLogger(SnapshotReader.class);

  /** A run that waits longer for a broker should rather be somebody else's. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DatasetLog log;
  private final IndexerProgress indexer;
  private final TrainerConfig config;
  private final PixelCache pixels;

  SnapshotReader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      TrainerConfig config,
      PixelCache pixels) {
    this.log = new DatasetLog(kafka, installation.topicSettings(), PATIENCE);
    this.indexer = new IndexerProgress(kafka, installation.topicSettings());
    this.config = config;
    this.pixels = pixels;
  }

  /**
   * The data set with everything that was published before this call. What was erased has left the
   * pixel cache when this returns.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the indexer does not catch up
   * @throws KafkaException when the broker is away
   */
  public Snapshot now(String dataset, BooleanSupplier stop) {
    Offsets splits = log.splitsEnd();
    awaitIndexer(stop);
    Offsets index = log.indexEnd();
    DatasetFold fold = foldIndex(index, stop);
    pixels.purge(fold::contentHashes);
    return snapshot(dataset, fold, index, splits, stop);
  }

  /**
   * The data set as it follows from these prefixes, whatever came later.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#DATASET_CHANGED} when the log ends before
   * @throws KafkaException when the broker is away
   */
  public Snapshot at(
      String dataset, Offsets imageIndex, Offsets imageSplits, BooleanSupplier stop) {
    requireReached(Topic.IMAGE_INDEX, imageIndex, log.indexEnd());
    requireReached(Topic.IMAGE_SPLITS, imageSplits, log.splitsEnd());
    return snapshot(dataset, foldIndex(imageIndex, stop), imageIndex, imageSplits, stop);
  }

  /** What lies beyond the end may never come: to wait for it would hold up all runs. */
  static void requireReached(Topic topic, Offsets wanted, Offsets end) {
    if (end.behind(wanted) > 0) {
      throw new StreamsightException(
          Reason.DATASET_CHANGED,
          "%s ends at %s, before the noted offsets %s: the log was restored or made anew"
              .formatted(topic, end.next(), wanted.next()));
    }
  }

  /**
   * The data set that a run had: at the noted offsets or else, when the log was restored or
   * mirrored, wherever it has the same digest. Offsets are hints, hashes are the truth.
   *
   * @param whose it is, for the message
   * @throws StreamsightException {@link Reason#DATASET_CHANGED} when the log no longer gives it
   */
  public Snapshot of(Lineage lineage, String whose, BooleanSupplier stop) {
    String why;
    try {
      Snapshot noted = at(lineage.dataset(), lineage.imageIndex(), lineage.imageSplits(), stop);
      if (is(noted, lineage)) {
        return noted;
      }
      why =
          "The log up to the noted offsets no longer gives the data of %s that %s: digest %s of %s"
                  .formatted(
                      lineage.dataset(), whose, noted.dataset().digest(), noted.lineage().images())
              + ", not %s of %s".formatted(lineage.digest(), lineage.images());
    } catch (StreamsightException e) {
      if (e.reason() != Reason.DATASET_CHANGED) {
        throw e;
      }
      why = e.getMessage();
    }
    return byDigest(lineage, why, stop);
  }

  private Snapshot byDigest(Lineage lineage, String why, BooleanSupplier stop) {
    LOG.warnf("%s; looking for the digest in all of the log", why);
    return new LineageSearch(lineage, log.changes(lineage.dataset(), stop))
        .find(stop)
        .map(prefix -> at(lineage.dataset(), prefix.imageIndex(), prefix.imageSplits(), stop))
        .filter(found -> is(found, lineage))
        .orElseThrow(
            () ->
                new StreamsightException(
                    Reason.DATASET_CHANGED, why + "; nor does any other part of the log"));
  }

  private static boolean is(Snapshot snapshot, Lineage lineage) {
    return snapshot.dataset().digest().equals(lineage.digest());
  }

  /**
   * As {@link #of}, to train on it once more: no image may have been erased since, by any tombstone
   * that was written before this call.
   *
   * @throws StreamsightException {@link Reason#IMAGE_LOST} naming those that were; {@link
   *     Reason#UNAVAILABLE} when the indexer does not catch up
   */
  public Snapshot again(Lineage lineage, String whose, BooleanSupplier stop) {
    awaitIndexer(stop);
    Snapshot snapshot = of(lineage, whose, stop);
    DatasetFold now = foldIndex(log.indexEnd(), stop);
    snapshot.requireNoneErased(id -> now.image(id) instanceof IndexRecord.Erased);
    return snapshot;
  }

  /** Of all images that the index holds now. */
  Set<String> contentHashes() {
    return foldIndex(log.indexEnd(), () -> false).contentHashes();
  }

  private DatasetFold foldIndex(Offsets end, BooleanSupplier stop) {
    DatasetFold fold = new DatasetFold();
    log.readIndex(fold, end, stop);
    return fold;
  }

  /** Folds the assignments over an index that is folded already. */
  private Snapshot snapshot(
      String dataset,
      DatasetFold fold,
      Offsets imageIndex,
      Offsets imageSplits,
      BooleanSupplier stop) {
    log.readSplits(fold, imageSplits, stop);
    return new Snapshot(fold.dataset(dataset), imageIndex, imageSplits);
  }

  private void awaitIndexer(BooleanSupplier stop) {
    try {
      indexer.awaitCaughtUp(Duration.ofSeconds(config.indexerTimeoutSeconds()), stop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while reading", e);
    }
    if (stop.getAsBoolean()) {
      throw new CancellationException("Stopped while waiting for the indexer");
    }
  }
}
