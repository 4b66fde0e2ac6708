package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GradientNormTest {
  @Test
  void shouldMakeLongGradientsAsLongAsTheLimit() {
    assertThat(GradientNorm.scale(20, 5)).isEqualTo(0.25f);
    assertThat(GradientNorm.scale(5, 5)).isEqualTo(1);
    assertThat(GradientNorm.scale(20, 0)).as("no limit").isEqualTo(1);
  }
}
