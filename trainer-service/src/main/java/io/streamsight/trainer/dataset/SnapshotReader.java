package io.streamsight.trainer.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.log.DatasetLog;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;

/** Reads a data set out of the log as it is now, or was. */
@ApplicationScoped
public class SnapshotReader {
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
   * @throws KafkaException when the broker is away
   */
  public Snapshot at(
      String dataset, Offsets imageIndex, Offsets imageSplits, BooleanSupplier stop) {
    return snapshot(dataset, foldIndex(imageIndex, stop), imageIndex, imageSplits, stop);
  }

  /** Of all images that the index holds now. */
  Set<String> contentHashes() {
    return contentHashes(() -> false);
  }

  /**
   * Of all images that the index holds now: what of a data set of old was not erased since.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws KafkaException when the broker is away
   */
  public Set<String> contentHashes(BooleanSupplier stop) {
    return foldIndex(log.indexEnd(), stop).contentHashes();
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
