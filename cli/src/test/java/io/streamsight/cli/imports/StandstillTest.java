package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private long now;

  @Test
  void shouldTellSinceWhenANumberHasNotMoved() {
    var standstill = new Standstill(() -> now);
    assertThat(standstill.seconds(3)).isZero();
    after(4);
    assertThat(standstill.seconds(3)).isZero();
    after(1);
    assertThat(standstill.seconds(3)).isEqualTo(5);
    after(7);
    assertThat(standstill.seconds(3)).isEqualTo(12);
    assertThat(standstill.seconds(4)).isZero();
  }

  @Test
  void shouldBeginAnewWhenItIsNotExpectedToMoveBefore() {
    var standstill = new Standstill(() -> now);
    standstill.seconds(0);
    after(60);
    standstill.restart();
    assertThat(standstill.seconds(0)).isZero();
    after(5);
    assertThat(standstill.seconds(0)).isEqualTo(5);
  }

  private void after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
