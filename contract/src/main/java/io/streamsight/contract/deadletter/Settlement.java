package io.streamsight.contract.deadletter;

import io.streamsight.contract.deadletter.Letter.Position;
import io.streamsight.contract.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A note in a dead letter topic: the letter of that position was replayed. It has the letter's key
 * and no value, and stands behind the letter in its partition, so that it is not forgotten before
 * the letter is.
 */
public final class Settlement {
  private static final String TOPIC = "dlq-settled-topic";
  private static final String PARTITION = "dlq-settled-partition";
  private static final String OFFSET = "dlq-settled-offset";

  private Settlement() {}

  /** The note that settles {@code letter}, which tells its source. */
  public static ProducerRecord<byte[], byte[]> of(Letter letter) {
    Letter.Source source = letter.source().orElseThrow();
    var note =
        new ProducerRecord<byte[], byte[]>(
            letter.record().topic(), letter.record().partition(), letter.key(), null);
    header(note, TOPIC, source.topic());
    header(note, PARTITION, String.valueOf(source.position().partition()));
    header(note, OFFSET, String.valueOf(source.position().offset()));
    return note;
  }

  private static void header(ProducerRecord<byte[], byte[]> note, String name, String value) {
    note.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static boolean isOne(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(OFFSET) != null;
  }

  /** Which letter a record settles; empty when it is no note, or one that can't be read. */
  static Optional<Position> settled(ConsumerRecord<byte[], byte[]> record) {
    String partition = Event.header(record.headers(), PARTITION);
    String offset = Event.header(record.headers(), OFFSET);
    try {
      return offset == null
          ? Optional.empty()
          : Optional.of(new Position(Integer.parseInt(partition), Long.parseLong(offset)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
