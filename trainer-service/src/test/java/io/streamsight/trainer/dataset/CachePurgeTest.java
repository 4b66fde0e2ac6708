package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CachePurgeTest {
  @Test
  void shouldComeAgainInADay() {
    assertThat(CachePurge.attempt(() -> {})).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void shouldComeAgainInTenMinutesWhenTheBrokerIsAway() {
    Duration pause =
        CachePurge.attempt(
            () -> {
              throw new IllegalStateException("no broker");
            });
    assertThat(pause).isEqualTo(Duration.ofMinutes(10));
  }
}
