package io.streamsight.inference.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Settlement;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes letters and settles them, both or neither. Its transactional id is the same in all
 * processes: who begins a replay ends any other, and then reads what that one had done.
 */
final class ReplayTransactions implements AutoCloseable {
  private static final String TRANSACTIONAL_ID = "inference-replay";
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** A transaction holds what is at hand already; readers of both topics wait for its end. */
  private static final int TIMEOUT_MS = 10_000;

  /** A transaction for each hundred costs small records little. */
  private static final int MAX_LETTERS = 100;

  private final String target;
  private final long maxBytes;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> gathered = new ArrayList<>();
  private long bytes;
  private long replayed;

  /**
   * @param kafka connection settings; the rest is set here
   */
  ReplayTransactions(Map<String, Object> kafka, TopicSettings settings) {
    target = settings.name(Topic.CLASSIFICATION_REQUESTS);
    maxBytes = settings.maxDeadLetterBytes();
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.prefix() + TRANSACTIONAL_ID);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // Images don't compress.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxDeadLetterBytes());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * settings.maxDeadLetterBytes());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Undoes what a replay that was killed, or is still running elsewhere, has not committed.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when no broker does it
   */
  void begin() {
    guarded(producer::initTransactions);
  }

  /**
   * Publishes what was gathered before, when it would be too much at once.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker does not take it, or
   *     another replay has begun; what was published is settled, nothing else is
   */
  void add(Letter letter) {
    if (gathered.size() == 2 * MAX_LETTERS || bytes + letter.bytes() > maxBytes) {
      finish();
    }
    gathered.add(letter.original(target));
    gathered.add(Settlement.of(letter));
    bytes += letter.bytes();
  }

  /** As {@link #add}: publishes the rest. */
  void finish() {
    if (gathered.isEmpty()) {
      return;
    }
    guarded(
        () -> {
          producer.beginTransaction();
          // What can't be sent fails the commit.
          gathered.forEach(producer::send);
          producer.commitTransaction();
        });
    replayed += gathered.size() / 2;
    gathered.clear();
    bytes = 0;
  }

  /** How many letters were published and settled for certain. */
  long replayed() {
    return replayed;
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "Another replay has begun and goes on where this one stopped", e);
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The broker did not take the letters: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // An open transaction is undone by the broker at once: closing aborts it.
    producer.close(CLOSE_WITHIN);
  }
}
