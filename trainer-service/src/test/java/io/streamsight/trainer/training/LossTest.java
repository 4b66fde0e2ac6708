package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LossTest {
  /** Float32 of numbers around 1. */
  private static final double PRECISION = 1e-6;

  @Test
  void shouldBeTheCrossEntropyOfTheSigmoidForOneUnit() {
    // -log(sigmoid(2)) and -log(1 - sigmoid(-1)).
    double first = Math.log1p(Math.exp(-2));
    double second = Math.log1p(Math.exp(-1));
    assertThat(Loss.of(new float[] {2}, 1)).isCloseTo(first, within(PRECISION));
    assertThat(Loss.of(new float[] {-1}, 0)).isCloseTo(second, within(PRECISION));
    assertThat(mean(new float[][] {{2}, {-1}}, 1, 0))
        .isCloseTo((first + second) / 2, within(PRECISION));
  }

  @Test
  void shouldBeTheCrossEntropyOfTheSoftmaxForMore() {
    double sum = Math.E + Math.exp(2) + Math.exp(3);
    double first = Math.log(sum) - 3;
    double second = Math.log(sum) - 1;
    assertThat(Loss.of(new float[] {1, 2, 3}, 2)).isCloseTo(first, within(PRECISION));
    assertThat(mean(new float[][] {{1, 2, 3}, {1, 2, 3}}, 2, 0))
        .isCloseTo((first + second) / 2, within(PRECISION));
  }

  @Test
  void shouldTakeTargetsBetweenClasses() {
    // 0.75 of class 1: the weighted mean of both classes' losses.
    double one = 0.75 * Math.log1p(Math.exp(-2)) + 0.25 * Math.log1p(Math.exp(2));
    double sum = Math.log(Math.E + Math.exp(2) + Math.exp(3));
    double more = 0.75 * (sum - 3) + 0.25 * (sum - 1);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray unit = manager.create(new float[][] {{2}});
      assertThat(Loss.mean(unit, manager.create(new float[][] {{0.75f}})).getFloat())
          .isCloseTo((float) one, within((float) PRECISION));
      NDArray units = manager.create(new float[][] {{1, 2, 3}});
      assertThat(Loss.mean(units, manager.create(new float[][] {{0.25f, 0, 0.75f}})).getFloat())
          .isCloseTo((float) more, within((float) PRECISION));
    }
  }

  @Test
  void shouldStayFiniteForConfidentMistakes() {
    assertThat(Loss.of(new float[] {200}, 0)).isCloseTo(200, within(PRECISION));
    assertThat(mean(new float[][] {{200}}, 0)).isCloseTo(200, within(PRECISION));
    assertThat(mean(new float[][] {{-200}}, 1)).isCloseTo(200, within(PRECISION));
    assertThat(mean(new float[][] {{0, 200, 0}}, 0)).isCloseTo(200, within(PRECISION));
  }

  @Test
  void shouldCallTheHighestScoreRight() {
    assertThat(Loss.isRight(new float[] {0.1f}, 1)).isTrue();
    assertThat(Loss.isRight(new float[] {-0.1f}, 0)).isTrue();
    assertThat(Loss.isRight(new float[] {-0.1f}, 1)).isFalse();
    assertThat(Loss.isRight(new float[] {1, 3, 2}, 1)).isTrue();
    assertThat(Loss.isRight(new float[] {1, 3, 2}, 2)).isFalse();
  }

  private static double mean(float[][] logits, int... labels) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      float[] whole = new float[labels.length];
      Arrays.fill(whole, 1);
      NDArray scores = manager.create(logits);
      float[] targets = Targets.of(labels, whole, logits[0].length, 0);
      return Loss.mean(scores, manager.create(targets, scores.getShape())).getFloat();
    }
  }
}
