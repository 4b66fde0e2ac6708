package io.streamsight.contract.log;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data sets in the log: reads {@code image-index} and {@code image-splits} up to noted ends and
 * folds them. Records that say nothing are passed over: a malformed assignment is in the dead
 * letters.
 */
public final class DatasetLog {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetLog.class);

  private final Map<String, Object> kafka;
  private final String indexTopic;
  private final String splitsTopic;
  private final Duration patience;

  /**
   * @param kafka connection settings ({@code bootstrap.servers}, security)
   * @param patience how long the broker may give no answer or no more records
   */
  public DatasetLog(Map<String, Object> kafka, TopicSettings topics, Duration patience) {
    this.kafka = kafka;
    this.patience = patience;
    indexTopic = topics.name(Topic.IMAGE_INDEX);
    splitsTopic = topics.name(Topic.IMAGE_SPLITS);
  }

  /**
   * Where {@code image-index} ends now.
   *
   * @throws KafkaException when no broker answers
   */
  public Offsets indexEnd() {
    return end(indexTopic);
  }

  /**
   * Where {@code image-splits} ends now.
   *
   * @throws KafkaException when no broker answers
   */
  public Offsets splitsEnd() {
    return end(splitsTopic);
  }

  private Offsets end(String topic) {
    try (LogReader reader = new LogReader(kafka, topic, patience)) {
      return reader.end();
    }
  }

  /**
   * Folds all of {@code image-index} that lies before an end.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws KafkaException when the broker is away for longer than the patience
   */
  public void readIndex(DatasetFold fold, Offsets end, BooleanSupplier stop) {
    read(indexTopic, end, stop, record -> index(record, fold));
  }

  /** As {@link #readIndex}, of {@code image-splits}. */
  public void readSplits(DatasetFold fold, Offsets end, BooleanSupplier stop) {
    read(splitsTopic, end, stop, record -> split(record, fold));
  }

  /**
   * All that ever happened to a data set: its assignments, and the index lines of the images that
   * they name. In order within a partition of a topic.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws KafkaException when the broker is away for longer than the patience
   */
  public List<DatasetChange> changes(String dataset, BooleanSupplier stop) {
    Set<String> imageIds = new HashSet<>();
    List<DatasetChange> changes = new ArrayList<>();
    Map<Integer, Long> splitsReached = new HashMap<>();
    read(
        splitsTopic,
        splitsEnd(),
        stop,
        record -> {
          long reachedAt = splitsReached.merge(record.partition(), record.timestamp(), Math::max);
          if (AssignmentRecord.of(record) instanceof AssignmentRecord.Valid valid
              && valid.key().dataset().equals(dataset)) {
            imageIds.add(valid.key().imageId());
            changes.add(DatasetChange.assignment(record, reachedAt, valid));
          }
        });
    Map<Integer, Long> indexReached = new HashMap<>();
    read(
        indexTopic,
        indexEnd(),
        stop,
        record -> {
          long reachedAt = indexReached.merge(record.partition(), record.timestamp(), Math::max);
          String imageId = ImageId.ofKey(record.key());
          if (imageIds.contains(imageId)) {
            changes.add(DatasetChange.line(record, reachedAt, imageId));
          }
        });
    return changes;
  }

  private void read(
      String topic,
      Offsets end,
      BooleanSupplier stop,
      Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    try (LogReader reader = new LogReader(kafka, topic, patience)) {
      reader.readTo(
          end,
          patience,
          stop,
          record -> {
            try {
              fold.accept(record);
            } catch (StreamsightException e) {
              LOG.debug(
                  "Passed over {}-{}@{}: {}",
                  topic,
                  record.partition(),
                  record.offset(),
                  e.getMessage());
            }
          });
    }
  }

  private static void index(ConsumerRecord<byte[], byte[]> record, DatasetFold fold) {
    fold.index(ImageId.ofKey(record.key()), Json.read(record.value(), IndexRecord.class));
  }

  private static void split(ConsumerRecord<byte[], byte[]> record, DatasetFold fold) {
    if (AssignmentRecord.of(record) instanceof AssignmentRecord.Valid valid) {
      fold.assign(valid.key(), valid.assignment(), record.partition(), record.timestamp());
    }
  }
}
