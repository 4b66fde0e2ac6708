package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
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
 *
 * <p>Reading throws {@link StreamsightException}: {@link Reason#OVERLOADED} while another request
 * reads for long, {@link Reason#UNAVAILABLE} when no broker answers, or no longer.
 */
public final class LetterLog {
  /** Readers are at the end of a log all the time; this outlasts the election of a leader. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Most requests end within it; those behind longer ones come again. */
  private static final Duration TURN = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final Semaphore turn = new Semaphore(1, true);

  /**
   * @param kafka connection settings; the rest is set here
   */
  public LetterLog(Map<String, Object> kafka, TopicSettings settings) {
    this.kafka = kafka;
    this.settings = settings;
  }

  /**
   * Waits for its turn and takes it.
   *
   * @param reading all that must be done before the next request reads
   */
  public void inTurn(Topic letters, Consumer<LetterReading> reading) {
    takeTurn();
    // Who waits for ever for a broker keeps the turn.
    try (LogReader log = new LogReader(limited(letters), settings.name(letters), PATIENCE)) {
      reading.accept(new LetterReading(log));
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The dead letters can't be read: " + e.getMessage(), e);
    } finally {
      turn.release();
    }
  }

  private Map<String, Object> limited(Topic letters) {
    int oneLetter = letters.maxMessageBytes(settings);
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
