package io.streamsight.contract.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a dead letter topic as a reader gets them. */
final class Records {
  static final String LETTERS = "classification-requests-dlq";

  private Records() {}

  /** The letter of partition 3, offset 17; {@code headers} are more names and values in turn. */
  static ConsumerRecord<byte[], byte[]> letter(String... headers) {
    ConsumerRecord<byte[], byte[]> letter = record(5, bytes("rex"), bytes("photo"));
    String[] ours = {
      "dlq-reason", "image-truncated",
      "dlq-detail", "no end marker",
      "dlq-topic", "classification-requests",
      "dlq-partition", "3",
      "dlq-offset", "17",
      "dlq-timestamp", "1000"
    };
    add(letter, ours);
    add(letter, headers);
    return letter;
  }

  static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key, byte[] value) {
    return new ConsumerRecord<>(
        LETTERS,
        1,
        offset,
        2_000,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** What was written, as the topic gives it back. */
  static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
    ConsumerRecord<byte[], byte[]> read = record(6, written.key(), written.value());
    written.headers().forEach(read.headers()::add);
    return read;
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1] == null ? null : bytes(headers[i + 1]));
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
