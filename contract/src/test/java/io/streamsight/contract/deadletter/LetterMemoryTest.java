package io.streamsight.contract.deadletter;

import static io.streamsight.contract.deadletter.Records.letter;
import static io.streamsight.contract.deadletter.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import org.junit.jupiter.api.Test;

class LetterMemoryTest {
  @Test
  void shouldKnowWhatBecameOfALetterButNotOfOneThatStoodThereInAnotherTopic() {
    LetterMemory memory = new LetterMemory(10);
    memory.settle(Settlement.of(read(Settlement.dismissed(Letter.of(letter()), "ann"))).get());

    assertThat(memory.settled(Letter.of(letter()))).contains("dismissed by ann");
    assertThat(memory.settled(Letter.of(letter("dlq-timestamp", "1001")))).isEmpty();
    assertThat(memory.settled(Letter.of(letter("dlq-topic", "other")))).isEmpty();
    assertThat(memory.settled(Letter.of(letter("dlq-partition", "4")))).isEmpty();
    assertThat(memory.settled(Letter.of(letter("dlq-offset", "18")))).isEmpty();
  }

  @Test
  void shouldMeetALetterOnceWhateverRepeatsThereAre() {
    LetterMemory memory = new LetterMemory(10);

    assertThat(memory.meet(Letter.of(letter()))).isTrue();
    assertThat(memory.meet(Letter.of(letter("dlq-reason", "image-corrupt")))).isFalse();
    assertThat(memory.meet(Letter.of(letter("dlq-timestamp", "1001")))).isTrue();
  }

  @Test
  void shouldGiveUpBeforeTheProcessRunsOutOfMemory() {
    LetterMemory memory = new LetterMemory(2);
    memory.settle(Settlement.of(read(Settlement.replayed(Letter.of(letter())))).get());
    memory.meet(Letter.of(letter("dlq-offset", "1")));
    memory.meet(Letter.of(letter("dlq-offset", "1")));

    assertThatThrownBy(() -> memory.meet(Letter.of(letter("dlq-offset", "2"))))
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED))
        .hasMessageContaining("more dead letters than the 2 ");
  }
}
