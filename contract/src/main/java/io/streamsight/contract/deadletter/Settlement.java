package io.streamsight.contract.deadletter;

import io.streamsight.contract.deadletter.Letter.Position;
import io.streamsight.contract.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A note in a dead letter topic: the letter of that position is done with. It has the letter's key
 * and no value, and stands behind the letter in its partition, so that it is not forgotten before
 * the letter is.
 *
 * @param letter its {@link Letter#position position}
 * @param outcome {@code replayed} or {@code dismissed}
 * @param by who dismissed it; null for a replay
 */
public record Settlement(Position letter, String outcome, String by) {
  private static final String TOPIC = "dlq-settled-topic";
  private static final String PARTITION = "dlq-settled-partition";
  private static final String OFFSET = "dlq-settled-offset";
  private static final String TIMESTAMP = "dlq-settled-timestamp";
  private static final String OUTCOME = "dlq-settled-as";
  private static final String BY = "dlq-settled-by";

  /** The note that {@code letter} was published again. */
  public static ProducerRecord<byte[], byte[]> replayed(Letter letter) {
    return note(letter, "replayed");
  }

  /** The note that {@code letter} will not be published again. */
  public static ProducerRecord<byte[], byte[]> dismissed(Letter letter, String by) {
    var note = note(letter, "dismissed");
    header(note, BY, by);
    return note;
  }

  private static ProducerRecord<byte[], byte[]> note(Letter letter, String outcome) {
    Position position = letter.position();
    var note =
        new ProducerRecord<byte[], byte[]>(
            letter.record().topic(), letter.record().partition(), letter.key(), null);
    header(note, TOPIC, position.topic());
    header(note, PARTITION, String.valueOf(position.partition()));
    header(note, OFFSET, String.valueOf(position.offset()));
    header(note, TIMESTAMP, String.valueOf(position.timestamp()));
    header(note, OUTCOME, outcome);
    return note;
  }

  private static void header(ProducerRecord<byte[], byte[]> note, String name, String value) {
    note.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isOne(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(OFFSET) != null;
  }

  /** What a record settles; empty when it is no note, or one that can't be read. */
  static Optional<Settlement> of(ConsumerRecord<byte[], byte[]> record) {
    String topic = text(record, TOPIC);
    String outcome = text(record, OUTCOME);
    if (topic == null || outcome == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Settlement(
              new Position(
                  topic,
                  Integer.parseInt(text(record, PARTITION)),
                  Long.parseLong(text(record, OFFSET)),
                  Long.parseLong(text(record, TIMESTAMP))),
              outcome,
              text(record, BY)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    return Event.header(record.headers(), name);
  }

  /** For people. */
  String why() {
    return by == null ? outcome + " since" : "%s by %s".formatted(outcome, by);
  }
}
