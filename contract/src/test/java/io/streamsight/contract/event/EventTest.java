package io.streamsight.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventTest {
  @Test
  void shouldPutAttributesInHeadersAndThePayloadInTheValue() {
    byte[] jpeg = {1, 2, 3};
    ProducerRecord<byte[], byte[]> record =
        Event.of(EventType.IMAGE, "cat.1", "/streamsight/ingest", "image/jpeg", jpeg)
            .withExtension("requestid", "r7")
            .toRecord("images");

    assertThat(record.topic()).isEqualTo("images");
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("cat.1");
    assertThat(record.value()).isEqualTo(jpeg);
    assertThat(Event.header(record.headers(), "ce_specversion")).isEqualTo("1.0");
    assertThat(Event.header(record.headers(), "ce_type")).isEqualTo("io.streamsight.image.v1");
    assertThat(Event.header(record.headers(), "ce_source")).isEqualTo("/streamsight/ingest");
    assertThat(Event.header(record.headers(), "ce_subject")).isEqualTo("cat.1");
    assertThat(Event.header(record.headers(), "ce_requestid")).isEqualTo("r7");
    assertThat(Event.header(record.headers(), "content-type")).isEqualTo("image/jpeg");
    assertThat(Event.header(record.headers(), "none")).isNull();
  }

  @Test
  void shouldKeepADeadRecordVerbatimAndSayWhereItStoodAndWhy() {
    ConsumerRecord<byte[], byte[]> source =
        new ConsumerRecord<>("requests", 3, 42, "k".getBytes(StandardCharsets.UTF_8), new byte[9]);
    source.headers().add("model", "pets".getBytes(StandardCharsets.UTF_8));
    source.headers().add("dlq-reason", "old".getBytes(StandardCharsets.UTF_8));

    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(
            source,
            Reason.IMAGE_TRUNCATED,
            "ends at 9",
            Topic.CLASSIFICATION_REQUESTS_DLQ,
            TopicSettings.LOCAL);

    assertThat(letter.key()).isSameAs(source.key());
    assertThat(letter.value()).isSameAs(source.value());
    assertThat(Event.header(letter.headers(), "model")).isEqualTo("pets");
    assertThat(letter.headers().headers("dlq-reason")).hasSize(1);
    assertThat(Event.header(letter.headers(), "dlq-reason")).isEqualTo("image-truncated");
    assertThat(Event.header(letter.headers(), "dlq-topic")).isEqualTo("requests");
    assertThat(Event.header(letter.headers(), "dlq-partition")).isEqualTo("3");
    assertThat(Event.header(letter.headers(), "dlq-offset")).isEqualTo("42");
    assertThat(Event.header(source.headers(), "dlq-reason")).isEqualTo("old");
  }

  @Test
  void shouldWriteALetterWithoutTheValueRatherThanNone() {
    byte[] unpacked = new byte[2 << 20];
    ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("requests", 0, 1, null, unpacked);

    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(
            source, Reason.EVENT_MALFORMED, "2 MiB", Topic.IMAGE_SPLITS_DLQ, TopicSettings.LOCAL);

    assertThat(letter.value()).isNull();
    assertThat(Event.header(letter.headers(), "dlq-omitted-bytes")).isEqualTo("2097152");
    assertThat(Event.header(letter.headers(), "dlq-omitted-sha256"))
        .isEqualTo(io.streamsight.contract.Sha256.of(unpacked));
  }
}
