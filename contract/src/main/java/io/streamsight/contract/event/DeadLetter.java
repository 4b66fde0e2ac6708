package io.streamsight.contract.event;

import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that could not be used: key, value and headers verbatim, and {@code dlq-*} headers that
 * say where it stood and why it was refused.
 */
public final class DeadLetter {
  private static final int MAX_DETAIL = 1_000;

  /** Of the letter's limit for what we add and for framing. */
  private static final int HEADROOM = 4 * 1024;

  private DeadLetter() {}

  /**
   * The letter of a record. A value that came compressed can exceed the topic's limit: its letter
   * goes without it, and says how long it was and its SHA-256, since a letter that can't be written
   * would stop the stream for good. It goes without key and headers too where these alone exceed
   * it.
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> source,
      Reason reason,
      String detail,
      Topic deadLetters,
      TopicSettings settings) {
    byte[] value = source.value();
    int limit = deadLetters.maxMessageBytes(settings) - HEADROOM;
    long beside = beside(source);
    boolean fits = beside + (value == null ? 0 : value.length) <= limit;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            settings.name(deadLetters),
            null,
            null,
            beside <= limit ? source.key() : null,
            fits ? value : null);
    if (beside <= limit) {
      for (Header header : source.headers()) {
        // Of a letter that was published again by hand: only this refusal counts.
        if (!header.key().startsWith("dlq-")) {
          letter.headers().add(header);
        }
      }
    } else {
      header(letter, "dlq-omitted-beside-bytes", String.valueOf(beside));
    }
    if (!fits && value != null) {
      header(letter, "dlq-omitted-bytes", String.valueOf(value.length));
      header(letter, "dlq-omitted-sha256", Sha256.of(value));
    }
    header(letter, "dlq-reason", reason.code());
    header(letter, "dlq-detail", abbreviated(detail));
    header(letter, "dlq-topic", source.topic());
    header(letter, "dlq-partition", String.valueOf(source.partition()));
    header(letter, "dlq-offset", String.valueOf(source.offset()));
    header(letter, "dlq-timestamp", String.valueOf(source.timestamp()));
    return letter;
  }

  /** Bytes of key and headers. */
  private static long beside(ConsumerRecord<byte[], byte[]> source) {
    long bytes = source.key() == null ? 0 : source.key().length;
    for (Header header : source.headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String abbreviated(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "...";
  }
}
