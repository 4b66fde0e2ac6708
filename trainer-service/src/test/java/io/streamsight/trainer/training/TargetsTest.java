package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TargetsTest {
  /** Float32 of numbers below 1. */
  private static final Offset<Float> PRECISION = Offset.offset(1e-7f);

  private static final float[] WHOLE = {1, 1};

  @Test
  void shouldBeTheProbabilityOfClassOneForOneUnit() {
    assertThat(Targets.of(new int[] {0, 1}, WHOLE, 1, 0)).containsExactly(0, 1);
    // Spread over both classes: 0.1 / 2 for each.
    assertThat(Targets.of(new int[] {0, 1}, WHOLE, 1, 0.1))
        .containsExactly(new float[] {0.05f, 0.95f}, PRECISION);
  }

  @Test
  void shouldBeTheProbabilityOfEachClassForMore() {
    assertThat(Targets.of(new int[] {0, 2}, WHOLE, 3, 0)).containsExactly(1, 0, 0, 0, 0, 1);
    assertThat(Targets.of(new int[] {0, 2}, WHOLE, 3, 0.3))
        .containsExactly(new float[] {0.8f, 0.1f, 0.1f, 0.1f, 0.1f, 0.8f}, PRECISION);
  }

  @Test
  void shouldShareWithTheLabelOfThePictureFromTheOtherEnd() {
    assertThat(Targets.of(new int[] {1, 0, 0}, new float[] {0.7f, 1, 0.6f}, 1, 0))
        .containsExactly(new float[] {0.7f, 0, 0.4f}, PRECISION);
    assertThat(Targets.of(new int[] {1, 0}, new float[] {0.7f, 0.6f}, 3, 0))
        .containsExactly(new float[] {0.3f, 0.7f, 0, 0.6f, 0.4f, 0}, PRECISION);
    // Pictures of one class stay of it.
    assertThat(Targets.of(new int[] {2, 2}, new float[] {0.5f, 0.5f}, 3, 0))
        .containsExactly(0, 0, 1, 0, 0, 1);
  }
}
