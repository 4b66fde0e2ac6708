package io.streamsight.contract.event;

import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that could not be used: key, value and headers verbatim, and {@code dlq-*} headers that
 * say where it stood and why it was refused.
 */
public final class DeadLetter {
  private static final int MAX_DETAIL = 1_000;

  /** Of the letter's limit for key, headers and framing; as much as they have in the source. */
  private static final int HEADROOM = 64 * 1024;

  private DeadLetter() {}

  /**
   * The letter of a record. A value that came compressed can exceed the topic's limit: its letter
   * goes without it, and says how long it was and its SHA-256, since a letter that can't be written
   * would stop the stream for good.
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> source,
      Reason reason,
      String detail,
      Topic deadLetters,
      TopicSettings settings) {
    byte[] value = source.value();
    boolean fits =
        value == null || value.length <= deadLetters.maxMessageBytes(settings) - HEADROOM;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            settings.name(deadLetters),
            null,
            null,
            source.key(),
            fits ? value : null,
            source.headers());
    if (!fits) {
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

  private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    // Replayed and refused again: only the last refusal counts.
    letter.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String abbreviated(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "...";
  }
}
