package io.streamsight.ingest.dataset;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The data sets as they follow from the log, whoever wrote it. Read from the beginning at every
 * start: the records are small, and no image is read.
 */
@ApplicationScoped
public class DatasetView {
  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final DatasetFold fold = new DatasetFold();
  private LogTail index;
  private LogTail splits;

  DatasetView(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.kafka = kafka;
    this.settings = installation.topicSettings();
  }

  void start(@Observes StartupEvent event) {
    index = new LogTail(kafka, settings.name(Topic.IMAGE_INDEX), this::foldIndex);
    splits = new LogTail(kafka, settings.name(Topic.IMAGE_SPLITS), this::foldSplit);
  }

  void stop(@Observes ShutdownEvent event) {
    index.close();
    splits.close();
  }

  private synchronized void foldIndex(ConsumerRecord<byte[], byte[]> record) {
    fold.index(ImageId.ofKey(record.key()), Json.read(record.value(), IndexRecord.class));
  }

  private void foldSplit(ConsumerRecord<byte[], byte[]> record) {
    // Malformed ones are AssignmentCheck's.
    if (AssignmentRecord.of(record) instanceof AssignmentRecord.Valid valid) {
      synchronized (this) {
        fold.assign(valid.key(), valid.assignment(), record.partition(), record.timestamp());
      }
    }
  }

  /** Whether everything that the log held at the start is in the view. */
  boolean ready() {
    return index.caughtUp() && splits.caughtUp();
  }

  boolean alive() {
    return index.alive() && splits.alive();
  }

  List<Dataset> all() {
    requireReady();
    synchronized (this) {
      return fold.datasets().stream().map(fold::dataset).toList();
    }
  }

  /**
   * @throws StreamsightException {@link Reason#DATASET_UNKNOWN} when no image was ever assigned
   */
  Dataset dataset(String name) {
    requireReady();
    synchronized (this) {
      if (!fold.datasets().contains(name)) {
        throw new StreamsightException(
            Reason.DATASET_UNKNOWN, "No image was ever assigned to data set '%s'".formatted(name));
      }
      return fold.dataset(name);
    }
  }

  /** What the index says of an image; empty when it says nothing. */
  public synchronized Optional<IndexRecord> image(String imageId) {
    return Optional.ofNullable(fold.image(imageId));
  }

  /** An image's place in a data set, or its withdrawal; empty when it never had one. */
  public synchronized Optional<SplitAssignment> assignment(String dataset, String imageId) {
    return Optional.ofNullable(fold.assignment(dataset, imageId));
  }

  /** When the assignment that counts was written (ms); empty when there was never one. */
  public synchronized OptionalLong assignedAt(String dataset, String imageId) {
    return fold.assignedAt(dataset, imageId);
  }

  /**
   * Waits until the view holds everything that the two topics held when this was called.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer
   */
  public void awaitEnd(Duration timeout) {
    index.awaitEnd(timeout);
    splits.awaitEnd(timeout);
  }

  private void requireReady() {
    if (!ready()) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The log has not been read to its end yet: try again in a moment");
    }
  }
}
