package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter.Position;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Reads dead letters from the first to the last. Each can be as large as the largest image, so one
 * request reads at a time, and holds no more than a fetch or two.
 *
 * <p>What reads throws {@link StreamsightException}: {@link Reason#OVERLOADED} while another
 * request reads for long, {@link Reason#UNAVAILABLE} when no broker answers, or no longer.
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
   * Hands over every letter that the topic holds now, in order within a partition, and how it
   * stands at that moment. Of several letters of one position, one is open at most.
   *
   * @param reason of the refusal; empty for any
   * @param beforeFirst runs when it is settled which letters these are
   */
  public void read(
      Topic letters,
      Optional<String> reason,
      Runnable beforeFirst,
      Function<Letter, Standing> standing,
      BiConsumer<Letter, Standing> reader) {
    inTurn(
        letters,
        log -> {
          Offsets end = log.end();
          beforeFirst.run();
          handOver(log, end, reason, standing, reader);
        });
  }

  /**
   * As {@link #read}, of a topic where notes say which letters were replayed: the others are open.
   * It reads all twice, since notes come after their letters.
   *
   * @param first runs before it is settled which letters and notes these are
   */
  public void readWithSettlements(
      Topic letters, Optional<String> reason, Runnable first, BiConsumer<Letter, Standing> reader) {
    inTurn(
        letters,
        log -> {
          first.run();
          Offsets end = log.end();
          Set<Position> settled = new HashSet<>();
          log.readTo(end, PATIENCE, record -> Settlement.settled(record).ifPresent(settled::add));
          log.seekToBeginning();
          handOver(log, end, reason, letter -> standing(letter, settled), reader);
        });
  }

  private static Standing standing(Letter letter, Set<Position> settled) {
    return letter.source().map(source -> settled.contains(source.position())).orElse(false)
        ? new Standing.Closed("replayed since")
        : Standing.unclosed(letter, "not replayed yet");
  }

  private static void handOver(
      LogReader log,
      Offsets end,
      Optional<String> reason,
      Function<Letter, Standing> standing,
      BiConsumer<Letter, Standing> reader) {
    Set<Position> open = new HashSet<>();
    log.readTo(
        end,
        PATIENCE,
        record -> {
          Letter letter = Letter.of(record);
          if (Settlement.isOne(record) || !reason.map(letter::isRefusedFor).orElse(true)) {
            return;
          }
          Standing stands = standing.apply(letter);
          // After a restart the owner of the source may have written a letter again.
          if (!(stands instanceof Standing.Open)
              || open.add(letter.source().orElseThrow().position())) {
            reader.accept(letter, stands);
          }
        });
  }

  private void inTurn(Topic letters, Consumer<LogReader> reading) {
    takeTurn();
    // Who waits for ever for a broker keeps the turn.
    try (LogReader log = new LogReader(limited(letters), settings.name(letters), PATIENCE)) {
      reading.accept(log);
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
