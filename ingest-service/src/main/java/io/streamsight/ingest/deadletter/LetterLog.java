package io.streamsight.ingest.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Reads dead letters from the first to the last. Each can be as large as the largest image, so one
 * request reads at a time, and holds no more than a fetch or two.
 */
@ApplicationScoped
class LetterLog {
  /** Most requests end within it; those behind longer ones come again. */
  private static final Duration TURN = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final Semaphore turn = new Semaphore(1, true);

  LetterLog(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.kafka = kafka;
    this.settings = installation.topicSettings();
  }

  /**
   * Hands over every letter that the topic holds now, in order within a partition.
   *
   * @param beforeFirst runs when it is settled which letters these are
   * @throws StreamsightException {@link Reason#OVERLOADED} while another request reads for long,
   *     {@link Reason#UNAVAILABLE} when no broker answers, or no longer
   */
  void read(DeadLetterTopic topic, Runnable beforeFirst, Consumer<Letter> reader) {
    takeTurn();
    // Who waits for ever for a broker keeps the turn.
    try (LogReader letters =
        new LogReader(limited(topic), settings.name(topic.letters()), DeadLetters.PATIENCE)) {
      var end = letters.end();
      beforeFirst.run();
      letters.readTo(end, DeadLetters.PATIENCE, record -> reader.accept(Letter.of(record)));
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The dead letters can't be read: " + e.getMessage(), e);
    } finally {
      turn.release();
    }
  }

  private Map<String, Object> limited(DeadLetterTopic topic) {
    int oneLetter = topic.letters().maxMessageBytes(settings);
    Map<String, Object> limited = new HashMap<>(kafka);
    limited.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, oneLetter);
    limited.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, oneLetter);
    return limited;
  }

  private void takeTurn() {
    try {
      if (!turn.tryAcquire(TURN.toSeconds(), TimeUnit.SECONDS)) {
        throw new StreamsightException(
            Reason.OVERLOADED, "Another request reads the dead letters: one at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while waiting", e);
    }
  }
}
