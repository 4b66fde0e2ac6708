package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.event.Event;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of a dead letter topic.
 *
 * @param source where the refused record stood and why it was refused; empty when the {@code dlq-*}
 *     headers don't tell, so that it is no letter of ours
 * @param omittedBytes the length of a value that was too long to be kept
 */
public record Letter(
    ConsumerRecord<byte[], byte[]> record, Optional<Source> source, OptionalLong omittedBytes) {
  private static final String MARK = "dlq-";

  /**
   * Where the refused record stood; one place is refused once, whatever repeats there are.
   *
   * @param timestamp of that record, ms: a topic that is made anew counts from 0 again
   */
  public record Position(String topic, int partition, long offset, long timestamp) {
    public Position {
      // Many positions are held at once, of one topic.
      topic = topic == null ? null : topic.intern();
    }
  }

  public record Source(Position position, String reason, String detail) {}

  public static Letter of(ConsumerRecord<byte[], byte[]> record) {
    String omitted = Event.header(record.headers(), "dlq-omitted-bytes");
    try {
      return new Letter(
          record,
          Optional.of(source(record)),
          omitted == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(omitted)));
    } catch (IllegalArgumentException e) {
      return new Letter(record, Optional.empty(), OptionalLong.empty());
    }
  }

  private static Source source(ConsumerRecord<byte[], byte[]> record) {
    return new Source(
        new Position(
            header(record, "dlq-topic"),
            Integer.parseInt(header(record, "dlq-partition")),
            Long.parseLong(header(record, "dlq-offset")),
            Long.parseLong(header(record, "dlq-timestamp"))),
        header(record, "dlq-reason"),
        header(record, "dlq-detail"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    String value = Event.header(record.headers(), name);
    if (value == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return value;
  }

  /** What a letter is known by: its source's position, or its own when it doesn't tell that. */
  public Position position() {
    return source
        .map(Source::position)
        .orElseGet(
            () ->
                new Position(
                    record.topic(), record.partition(), record.offset(), record.timestamp()));
  }

  public byte[] key() {
    return record.key();
  }

  public byte[] value() {
    return record.value();
  }

  /** Of the refused value; 0 for none. */
  public long bytes() {
    return omittedBytes.orElse(value() == null ? 0 : value().length);
  }

  public boolean isRefusedFor(Reason reason) {
    return source.map(s -> s.reason().equals(reason.code())).orElse(false);
  }

  /** The refused record as it was; its partition is the key's, wherever it stood. */
  public ProducerRecord<byte[], byte[]> original(String topic) {
    ProducerRecord<byte[], byte[]> original = new ProducerRecord<>(topic, key(), value());
    for (Header header : record.headers()) {
      if (!header.key().startsWith(MARK)) {
        original.headers().add(header);
      }
    }
    return original;
  }
}
