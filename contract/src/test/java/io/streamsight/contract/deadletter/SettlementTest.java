package io.streamsight.contract.deadletter;

import static io.streamsight.contract.deadletter.Records.bytes;
import static io.streamsight.contract.deadletter.Records.letter;
import static io.streamsight.contract.deadletter.Records.read;
import static io.streamsight.contract.deadletter.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.deadletter.Letter.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementTest {
  @Test
  void shouldTellThatALetterWasReplayed() {
    Letter letter = Letter.of(letter());

    ProducerRecord<byte[], byte[]> note = Settlement.replayed(letter);

    assertThat(note.topic()).isEqualTo(Records.LETTERS);
    assertThat(note.partition()).isEqualTo(1);
    assertThat(note.key()).isEqualTo(bytes("rex"));
    assertThat(note.value()).isNull();
    assertThat(Settlement.isOne(read(note))).isTrue();
    assertThat(Settlement.of(read(note)))
        .contains(new Settlement(letter.position(), "replayed", null));
    assertThat(Settlement.of(read(note)).get().why()).isEqualTo("replayed since");
  }

  @Test
  void shouldTellWhoDismissedALetterThatDoesNotTellItsSource() {
    Letter stranger = Letter.of(record(8, null, bytes("?")));

    ConsumerRecord<byte[], byte[]> note = read(Settlement.dismissed(stranger, "Zoë"));

    assertThat(note.key()).isNull();
    assertThat(Settlement.of(note))
        .contains(new Settlement(new Position(Records.LETTERS, 1, 8, 2_000), "dismissed", "Zoë"));
    assertThat(Settlement.of(note).get().why()).isEqualTo("dismissed by Zoë");
  }

  @Test
  void shouldBeNoLetterAndALetterNoNote() {
    assertThat(Settlement.isOne(letter())).isFalse();
    assertThat(Settlement.of(letter())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dlq-settled-topic",
        "dlq-settled-partition",
        "dlq-settled-offset",
        "dlq-settled-timestamp",
        "dlq-settled-as"
      })
  void shouldSettleNothingWhenAHeaderIsMissingOrNoNumber(String header) {
    ConsumerRecord<byte[], byte[]> without = read(Settlement.replayed(Letter.of(letter())));
    without.headers().remove(header);
    assertThat(Settlement.of(without)).isEmpty();

    ConsumerRecord<byte[], byte[]> empty = read(Settlement.replayed(Letter.of(letter())));
    empty.headers().add(header, null);
    assertThat(Settlement.of(empty)).isEmpty();

    if (!header.equals("dlq-settled-topic") && !header.equals("dlq-settled-as")) {
      ConsumerRecord<byte[], byte[]> wrong = read(Settlement.replayed(Letter.of(letter())));
      wrong.headers().add(header, bytes("1e3"));
      assertThat(Settlement.of(wrong)).isEmpty();
    }
  }
}
