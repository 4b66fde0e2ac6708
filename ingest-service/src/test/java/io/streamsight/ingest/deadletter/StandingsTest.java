package io.streamsight.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.LetterReport;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.deadletter.Standing.Closed;
import io.streamsight.contract.deadletter.Standing.Open;
import io.streamsight.contract.deadletter.Standing.Unreplayable;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final int PARTITION = 3;
  private static final long OFFSET = 17;
  private static final long TIMESTAMP = 1_000;

  @Test
  void shouldBeOpenWhileTheRefusalIsTheLastOfItsImage() {
    assertThat(ofImage(letter("cat", bytes("x")), refused(PARTITION, OFFSET)))
        .isInstanceOf(Open.class);
  }

  @Test
  void shouldBeClosedByWhateverCameLaterUnderTheId() {
    Letter letter = letter("cat", bytes("x"));

    assertThat(
            ofImage(letter, new IndexRecord.Indexed("h", 1, 1, 1, ImageFormat.PNG, 3, 18, false)))
        .isEqualTo(new Closed("replaced since, by partition 3, offset 18"));
    assertThat(ofImage(letter, new IndexRecord.Erased(3, 18, false)))
        .isEqualTo(new Closed("erased since, by partition 3, offset 18"));
    assertThat(ofImage(letter, refused(3, 18)))
        .isEqualTo(new Closed("refused again since, by partition 3, offset 18"));
    // The same offset of another partition is another record.
    assertThat(ofImage(letter, refused(4, OFFSET))).isInstanceOf(Closed.class);
    assertThat(ofImage(letter, null)).isInstanceOf(Closed.class);
  }

  @Test
  void shouldBeOpenUntilTheKeyIsAssigned() {
    Letter letter = letter("pets/cat", bytes("train,cat"));

    assertThat(ofAssignment(letter, OptionalLong.empty())).isInstanceOf(Open.class);
    assertThat(ofAssignment(letter, OptionalLong.of(TIMESTAMP - 1))).isInstanceOf(Open.class);
    assertThat(ofAssignment(letter, OptionalLong.of(TIMESTAMP))).isInstanceOf(Closed.class);
    assertThat(ofAssignment(letter, OptionalLong.of(TIMESTAMP + 1))).isInstanceOf(Closed.class);
  }

  @Test
  void shouldAskForTheDataSetAndImageThatTheKeyNames() {
    Standing standing =
        Standings.ofAssignment(
            letter("pets/a/b", bytes("x")),
            key ->
                key.equals(new SplitKey("pets", "a/b"))
                    ? OptionalLong.of(TIMESTAMP)
                    : OptionalLong.empty());

    assertThat(standing).isInstanceOf(Closed.class);
  }

  @Test
  void shouldNotReplayWithoutAKey() {
    assertThat(ofImage(letter("", bytes("x")), null))
        .isEqualTo(new Closed("The record has no key: can't be replayed"));
    assertThat(ofAssignment(letter("noslash", bytes("x")), OptionalLong.empty()))
        .isEqualTo(new Closed("The key 'noslash' is not DATASET/IMAGE-ID: can't be replayed"));
  }

  @Test
  void shouldNotReplayAValueThatWasNotKept() {
    byte[] tooLong = new byte[TopicSettings.LOCAL.maxDeadLetterBytes()];
    Letter letter = letter("cat", tooLong);

    assertThat(letter.value()).isNull();
    assertThat(letter.bytes()).isEqualTo(tooLong.length);
    assertThat(ofImage(letter, refused(PARTITION, OFFSET)))
        .isEqualTo(
            new Unreplayable(
                "its value of 16908288 bytes was too long to be kept: publish it again"));
    // Nobody needs it when something newer counts.
    assertThat(ofImage(letter, refused(3, 18))).isInstanceOf(Closed.class);
  }

  @Test
  void shouldNotReplayARecordThatDoesNotSayWhereItCameFrom() {
    Letter stranger =
        Letter.of(new ConsumerRecord<>("images-dlq", 0, 0, bytes("cat"), bytes("value")));

    assertThat(ofImage(stranger, refused(PARTITION, OFFSET))).isInstanceOf(Closed.class);
    assertThat(LetterReport.of(stranger, new Closed("why")).offset()).isEqualTo(-1);
  }

  @Test
  void shouldGiveBackTheRecordAsItWas() {
    ConsumerRecord<byte[], byte[]> refused = refusedRecord("cat", bytes("x"));
    refused.headers().add("camera", bytes("door")).add("camera", bytes("gate"));

    ProducerRecord<byte[], byte[]> original = letter(refused).original("images");

    assertThat(original.topic()).isEqualTo("images");
    assertThat(original.partition()).isNull();
    assertThat(original.key()).isEqualTo(refused.key());
    assertThat(original.value()).isEqualTo(refused.value());
    assertThat(original.headers())
        .extracting(header -> header.key() + "=" + new String(header.value()))
        .containsExactly("camera=door", "camera=gate");
  }

  private static Standing ofImage(Letter letter, IndexRecord latest) {
    return Standings.ofImage(letter, id -> Optional.ofNullable(latest));
  }

  private static Standing ofAssignment(Letter letter, OptionalLong assignedAt) {
    return Standings.ofAssignment(letter, key -> assignedAt);
  }

  private static IndexRecord refused(int partition, long offset) {
    return new IndexRecord.Refused("image-truncated", "cut off", partition, offset, false);
  }

  private static Letter letter(String key, byte[] value) {
    return letter(refusedRecord(key, value));
  }

  /** As its source's reader writes it and the topic gives it back. */
  private static Letter letter(ConsumerRecord<byte[], byte[]> refused) {
    ProducerRecord<byte[], byte[]> letter =
        DeadLetter.of(
            refused, Reason.IMAGE_TRUNCATED, "cut off", Topic.IMAGES_DLQ, TopicSettings.LOCAL);
    return Letter.of(record(letter.topic(), 0, 0, letter.key(), letter.value(), letter));
  }

  private static ConsumerRecord<byte[], byte[]> refusedRecord(String key, byte[] value) {
    return record("images", PARTITION, OFFSET, bytes(key), value, null);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic,
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      ProducerRecord<byte[], byte[]> headersOf) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        TIMESTAMP,
        TimestampType.CREATE_TIME,
        key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headersOf == null ? new RecordHeaders() : headersOf.headers(),
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
