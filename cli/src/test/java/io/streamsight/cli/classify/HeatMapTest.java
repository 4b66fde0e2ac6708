package io.streamsight.cli.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeatMapTest {
  @Test
  void shouldShadeFromNothingToTheMost() {
    assertThat(HeatMap.of("cat", new double[][] {{0, 0.01, 0.5}, {0.99, 1, -3}}))
        .containsExactly("evidence for cat, 1.00 where it is most", "|  ..++|", "|@@@@  |");
  }

  @Test
  void shouldSayWhenNothingSpeaksForTheLabel() {
    assertThat(HeatMap.of("cat", new double[][] {{-1, 0}}))
        .containsExactly("no part speaks for cat", "|    |");
  }
}
