package io.streamsight.contract.event;

import io.streamsight.contract.Reason;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that could not be used: key, value and headers verbatim, and {@code dlq-*} headers that
 * say where it stood and why it was refused.
 */
public final class DeadLetter {
  private static final int MAX_DETAIL = 1_000;

  private DeadLetter() {}

  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> source, Reason reason, String detail, String deadLetterTopic) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            deadLetterTopic, null, null, source.key(), source.value(), source.headers());
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
