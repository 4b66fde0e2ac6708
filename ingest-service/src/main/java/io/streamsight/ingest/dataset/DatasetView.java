package io.streamsight.ingest.dataset;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
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
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The data sets as they follow from the log, whoever wrote it. Read from the beginning at every
 * start: the records are small, and no image is read.
 */
@ApplicationScoped
public class DatasetView {
  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final FoldedLog log = new FoldedLog();
  private LogTail index;
  private LogTail splits;

  DatasetView(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.kafka = kafka;
    this.settings = installation.topicSettings();
  }

  void start(@Observes StartupEvent event) {
    index = new LogTail(kafka, settings.name(Topic.IMAGE_INDEX), log::foldIndex);
    splits = new LogTail(kafka, settings.name(Topic.IMAGE_SPLITS), log::foldSplit);
  }

  void stop(@Observes ShutdownEvent event) {
    index.close();
    splits.close();
  }

  /** Whether everything that the log held at the start is in the view. */
  boolean ready() {
    return index.caughtUp() && splits.caughtUp();
  }

  boolean alive() {
    return index.alive() && splits.alive();
  }

  List<Observation> all() {
    requireReady();
    return log.observeAll();
  }

  /**
   * @throws StreamsightException {@link Reason#DATASET_UNKNOWN} when no image was ever assigned
   */
  Observation dataset(String name) {
    requireReady();
    if (!log.has(name)) {
      throw new StreamsightException(
          Reason.DATASET_UNKNOWN, "No image was ever assigned to data set '%s'".formatted(name));
    }
    return log.observe(name);
  }

  /** What the index says of an image; empty when it says nothing. */
  public Optional<IndexRecord> image(String imageId) {
    return log.image(imageId);
  }

  /** An image's place in a data set, or its withdrawal; empty when it never had one. */
  public Optional<SplitAssignment> assignment(String dataset, String imageId) {
    return log.assignment(dataset, imageId);
  }

  /** The timestamp (ms) of the record that {@link #assignment} is from. */
  public OptionalLong assignedAt(String dataset, String imageId) {
    return log.assignedAt(dataset, imageId);
  }

  /** The last offsets of an image in each partition of {@code images} that it ever stood in. */
  public Map<Integer, Long> positions(String imageId) {
    return log.positions(imageId);
  }

  /** The data sets that an image is in. */
  Set<String> datasetsOf(String imageId) {
    return log.datasetsOf(imageId);
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

  /**
   * Waits until the view holds a record of {@code image-splits}.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer
   */
  void awaitAssigned(RecordMetadata at, Duration timeout) {
    try {
      splits.await(at.partition(), at.offset(), timeout);
    } catch (TimeoutException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The assignment is written, but " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits until the index says something of these positions of {@code images}.
   *
   * @param positions offsets by partition
   * @return false when that takes longer: the indexer may be behind, or away
   */
  boolean awaitIndexed(String imageId, Map<Integer, Long> positions, Duration timeout) {
    try {
      return log.awaitIndexed(imageId, positions, timeout);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StreamsightException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StreamsightException(Reason.UNAVAILABLE, "Interrupted: the service stops", e);
  }

  /**
   * @throws StreamsightException {@link Reason#UNAVAILABLE} while the log of before the start is
   *     being read
   */
  public void requireReady() {
    if (!ready()) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The log has not been read to its end yet: try again in a moment");
    }
  }
}
