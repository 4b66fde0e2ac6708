package io.streamsight.contract.deadletter;

import static io.streamsight.contract.deadletter.Records.bytes;
import static io.streamsight.contract.deadletter.Records.letter;
import static io.streamsight.contract.deadletter.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.deadletter.Letter.Position;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {
  private static final Position POSITION = new Position("classification-requests", 3, 17, 1_000);

  @Test
  void shouldTellWhereTheRecordStoodAndWhyItWasRefused() {
    Letter letter = Letter.of(letter());

    assertThat(letter.source())
        .contains(new Letter.Source(POSITION, "image-truncated", "no end marker"));
    assertThat(letter.position()).isEqualTo(POSITION);
    assertThat(letter.bytes()).isEqualTo(5);
    assertThat(letter.isRefusedFor(Reason.IMAGE_TRUNCATED)).isTrue();
    assertThat(letter.isRefusedFor(Reason.IMAGE_CORRUPT)).isFalse();
  }

  @Test
  void shouldTellRecordsOfATopicApartThatWasMadeAnew() {
    assertThat(Letter.of(letter("dlq-timestamp", "1001")).position()).isNotEqualTo(POSITION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 3", "three", "3.5", "99999999999999999999", "\uFFFD", "0x3"})
  void shouldNotGuessAtNumbers(String number) {
    for (String header :
        List.of("dlq-partition", "dlq-offset", "dlq-timestamp", "dlq-omitted-bytes")) {
      Letter letter = Letter.of(letter(header, number));

      assertThat(letter.source()).as(header).isEmpty();
      assertThat(letter.isRefusedFor(Reason.IMAGE_TRUNCATED)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dlq-reason",
        "dlq-detail",
        "dlq-topic",
        "dlq-partition",
        "dlq-offset",
        "dlq-timestamp"
      })
  void shouldNotGuessAtAHeaderThatIsMissingOrEmpty(String header) {
    ConsumerRecord<byte[], byte[]> without = letter();
    without.headers().remove(header);

    assertThat(Letter.of(without).source()).isEmpty();
    assertThat(Letter.of(letter(header, null)).source()).isEmpty();
  }

  @Test
  void shouldKnowALetterThatTellsNothingByItsOwnPosition() {
    Letter stranger = Letter.of(record(8, null, null));

    assertThat(stranger.source()).isEmpty();
    assertThat(stranger.position()).isEqualTo(new Position(Records.LETTERS, 1, 8, 2_000));
    assertThat(stranger.bytes()).isZero();
    assertThat(LetterReport.of(stranger, new Standing.Open("why")))
        .returns(null, LetterReport::key)
        .returns(null, LetterReport::reason)
        .returns(null, LetterReport::topic)
        .returns(-1L, LetterReport::offset)
        .returns(8L, LetterReport::letterOffset);
  }

  @Test
  void shouldReportOfALongKeyHowItBegins() {
    Letter letter = Letter.of(record(8, bytes("k".repeat(1_001)), null));
    Standing open = new Standing.Open("why");

    assertThat(LetterReport.of(letter, open).key()).isEqualTo("k".repeat(1_000) + "...");
    letter = Letter.of(record(8, bytes("k".repeat(1_000)), null));
    assertThat(LetterReport.of(letter, open).key()).isEqualTo("k".repeat(1_000));
  }

  @Test
  void shouldSayHowLongAValueWasThatWasNotKept() {
    ConsumerRecord<byte[], byte[]> bare = record(8, bytes("rex"), null);
    letter("dlq-omitted-bytes", "20000000").headers().forEach(bare.headers()::add);
    Letter letter = Letter.of(bare);

    assertThat(letter.bytes()).isEqualTo(20_000_000);
    assertThat(Standing.unclosed(letter, "open"))
        .isEqualTo(
            new Standing.Unreplayable(
                "its value of 20000000 bytes was too long to be kept: publish it again"));
  }

  @Test
  void shouldGiveBackTheRecordWithItsOwnHeadersOnly() {
    ConsumerRecord<byte[], byte[]> record = letter("model", "a", "model", "b", "ce_id", null);

    ProducerRecord<byte[], byte[]> original = Letter.of(record).original("requests");

    assertThat(original.topic()).isEqualTo("requests");
    assertThat(original.partition()).isNull();
    assertThat(original.timestamp()).isNull();
    assertThat(original.key()).isEqualTo(bytes("rex"));
    assertThat(original.value()).isEqualTo(bytes("photo"));
    assertThat(original.headers())
        .extracting(
            header ->
                header.key() + "=" + (header.value() == null ? null : new String(header.value())))
        .containsExactly("model=a", "model=b", "ce_id=null");
  }
}
