package io.streamsight.trainer.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.CommittedOffsets;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Folds {@code image-index} and {@code image-splits} into a data set as it is now, or was. */
@ApplicationScoped
public class SnapshotReader {
  private static final Logger LOG = Logger.getLogger(SnapshotReader.class);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, Object> kafka;
  private final TopicSettings topics;
  private final TrainerConfig config;
  private final PixelCache pixels;

  SnapshotReader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      TrainerConfig config,
      PixelCache pixels) {
    this.kafka = kafka;
    this.topics = installation.topicSettings();
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
   */
  public Snapshot now(String dataset, BooleanSupplier stop) {
    Offsets splits = end(Topic.IMAGE_SPLITS);
    awaitIndexer(stop);
    Offsets index = end(Topic.IMAGE_INDEX);
    DatasetFold fold = foldIndex(index, stop);
    pixels.purge(fold::contentHashes);
    return snapshot(dataset, fold, index, splits, stop);
  }

  /** The data set as it follows from these prefixes, whatever came later. */
  public Snapshot at(
      String dataset, Offsets imageIndex, Offsets imageSplits, BooleanSupplier stop) {
    return snapshot(dataset, foldIndex(imageIndex, stop), imageIndex, imageSplits, stop);
  }

  /** Of all images that the index holds now. */
  Set<String> contentHashes() {
    return foldIndex(end(Topic.IMAGE_INDEX), () -> false).contentHashes();
  }

  private DatasetFold foldIndex(Offsets imageIndex, BooleanSupplier stop) {
    DatasetFold fold = new DatasetFold();
    read(
        Topic.IMAGE_INDEX,
        imageIndex,
        stop,
        r -> fold.index(ImageId.ofKey(r.key()), Json.read(r.value(), IndexRecord.class)));
    return fold;
  }

  /** Folds the assignments over an index that is folded already. */
  private Snapshot snapshot(
      String dataset,
      DatasetFold fold,
      Offsets imageIndex,
      Offsets imageSplits,
      BooleanSupplier stop) {
    read(
        Topic.IMAGE_SPLITS,
        imageSplits,
        stop,
        r ->
            fold.assign(
                SplitKey.ofKey(r.key()),
                Json.read(r.value(), SplitAssignment.class),
                r.partition(),
                r.timestamp()));
    return new Snapshot(fold.dataset(dataset), imageIndex, imageSplits);
  }

  private Offsets end(Topic topic) {
    try (LogReader reader = new LogReader(kafka, topics.name(topic))) {
      return reader.end();
    }
  }

  private void read(
      Topic topic,
      Offsets end,
      BooleanSupplier stop,
      Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    try (LogReader reader = new LogReader(kafka, topics.name(topic))) {
      reader.readTo(
          end,
          PATIENCE,
          stop,
          record -> {
            try {
              fold.accept(record);
            } catch (StreamsightException e) {
              // Malformed assignments are in the dead letters: the fold is over the others.
              LOG.debugf(
                  "Passed over %s-%d@%d: %s",
                  record.topic(), record.partition(), record.offset(), e.getMessage());
            }
          });
    }
  }

  /** Its committed offsets say how far it is: it commits what it has written to the index. */
  private void awaitIndexer(BooleanSupplier stop) {
    Offsets images = end(Topic.IMAGES);
    long deadline =
        System.nanoTime() + Duration.ofSeconds(config.indexerTimeoutSeconds()).toNanos();
    try (Admin admin = Admin.create(kafka)) {
      long behind = committed(admin).behind(images);
      while (behind > 0) {
        if (stop.getAsBoolean()) {
          throw new CancellationException("Stopped while waiting for the indexer");
        }
        if (System.nanoTime() > deadline) {
          throw new StreamsightException(
              Reason.UNAVAILABLE,
              "The indexer is %d images behind for more than %d s: is the ingest service up?"
                  .formatted(behind, config.indexerTimeoutSeconds()));
        }
        Thread.sleep(PAUSE.toMillis());
        behind = committed(admin).behind(images);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while reading", e);
    }
  }

  private Offsets committed(Admin admin) throws InterruptedException {
    return CommittedOffsets.of(admin, topics.prefix() + "indexer", topics.name(Topic.IMAGES));
  }
}
