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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Settles letters, and publishes those that are replayed, both or neither. Its transactional id is
 * the same in all processes: who begins ends any other, and then reads what that one had done.
 */
final class SettlingTransactions implements AutoCloseable {
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
  private int letters;
  private long bytes;
  private long settled;

  /**
   * @param kafka connection settings; the rest is set here
   */
  SettlingTransactions(Map<String, Object> kafka, TopicSettings settings) {
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
   * Undoes what another that was killed, or is still running elsewhere, has not committed.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when no broker does it
   */
  void begin() {
    guarded(producer::initTransactions);
  }

  /**
   * Publishes a letter again. What was gathered before is committed first, when it would be too
   * much at once.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker does not take it, or
   *     another has begun; what was published is settled, nothing else is
   */
  void replay(Letter letter) {
    gather(List.of(letter.original(target), Settlement.replayed(letter)));
  }

  /** As {@link #replay}, but only settles it. */
  void dismiss(Letter letter, String by) {
    gather(List.of(Settlement.dismissed(letter, by)));
  }

  private void gather(List<ProducerRecord<byte[], byte[]>> ofOneLetter) {
    long more = ofOneLetter.stream().mapToLong(SettlingTransactions::bytes).sum();
    if (letters == MAX_LETTERS || bytes + more > maxBytes) {
      finish();
    }
    gathered.addAll(ofOneLetter);
    letters++;
    bytes += more;
  }

  private static long bytes(ProducerRecord<byte[], byte[]> record) {
    long bytes = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** As {@link #replay}: commits the rest. */
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
    settled += letters;
    gathered.clear();
    letters = 0;
    bytes = 0;
  }

  /** How many letters are settled for certain. */
  long settled() {
    return settled;
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "Another replay or dismissal has begun: what this one has not done is left to it",
          e);
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
