package io.streamsight.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long MS = 1_000_000;

  private final Tally tally = new Tally();

  @Test
  void shouldCountASecondAnswerAsARepeatAndKeepTheFirst() {
    tally.requested("a", "cat", 0);
    tally.answered("a", "cat", 10 * MS);
    tally.answered("a", "dog", 20 * MS);
    assertThat(tally.classified()).isEqualTo(1);
    assertThat(tally.duplicates()).isEqualTo(1);
    assertThat(tally.right()).isEqualTo(1);
    assertThat(tally.latency(1)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void shouldBeCompleteWhenEachRequestHasAnAnswerOrADeadLetter() {
    tally.requested("a", "cat", 0);
    tally.requested("broken", null, 0);
    tally.answered("a", "cat", MS);
    assertThat(tally.complete()).isFalse();
    tally.deadLettered("broken", "image-truncated");
    assertThat(tally.complete()).isTrue();
    assertThat(tally.brokenReason()).isEqualTo("image-truncated");
  }

  @Test
  void shouldNotTakeAGoodImagesDeadLetterForTheBrokenOnes() {
    tally.requested("a", "cat", 0);
    tally.requested("broken", null, 0);
    tally.deadLettered("a", "internal");
    assertThat(tally.brokenReason()).isNull();
  }

  @Test
  void shouldIgnoreAnswersToOthers() {
    tally.answered("someone-else", "cat", 0);
    tally.deadLettered("someone-else", "image-empty");
    assertThat(tally.done()).isZero();
  }

  @Test
  void shouldMeasureThroughputFromFirstRequestToLastAnswerAndLatencyByNearestRank() {
    for (int i = 1; i <= 100; i++) {
      tally.requested("k" + i, "cat", 0);
      tally.answered("k" + i, i <= 25 ? "dog" : "cat", i * MS);
    }
    assertThat(tally.perSecond()).isCloseTo(1_000, within(1e-9));
    assertThat(tally.latency(0.50)).isEqualTo(Duration.ofMillis(50));
    assertThat(tally.latency(0.99)).isEqualTo(Duration.ofMillis(99));
    assertThat(tally.right()).isEqualTo(75);
  }
}
