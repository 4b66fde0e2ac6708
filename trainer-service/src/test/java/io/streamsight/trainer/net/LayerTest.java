package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

/** Keras's arithmetic, by hand. */
class LayerTest extends LayerFixture {
  /** Float32 against numbers worked out with six digits. */
  private static final float PRECISION = 1e-5f;

  @Test
  void shouldPadTheEndOfAnEvenAxisAndBothEndsOfAnOddOne() {
    assertThat(Padding.same(6, 3, 2)).isEqualTo(new Padding(0, 1));
    assertThat(Padding.same(5, 3, 2)).isEqualTo(new Padding(1, 1));
    assertThat(Padding.same(6, 3, 1)).isEqualTo(new Padding(1, 1));
    assertThat(Padding.same(6, 1, 2)).isEqualTo(Padding.NONE);
    assertThat(Padding.same(5, 2, 2)).isEqualTo(new Padding(0, 1));
  }

  @Test
  void shouldPoolEvenAndOddAxesAsKerasDoes() {
    // 4 columns (windows 0-2 and 2-3), 3 rows (windows 0-1 and 1-2).
    NDArray input = manager.create(new float[] {1, 9, 2, 3, 4, 5, 6, -1, -7, -8, 0, 7});
    NDArray output = run(MaxPooling.same(3, 2), input.reshape(1, 1, 3, 4), false);
    assertThat(output.getShape()).isEqualTo(new Shape(1, 1, 2, 2));
    assertThat(output.toFloatArray()).containsExactly(9, 6, 6, 7);
  }

  @Test
  void shouldPoolNegativeValuesWithoutSeeingThePadding() {
    NDArray input = manager.create(new float[] {-5, -2, -3, -4}).reshape(1, 1, 2, 2);
    assertThat(run(MaxPooling.same(3, 2), input, false).toFloatArray()).containsExactly(-2);
  }

  @Test
  void shouldPoolTwoByTwoWithAndWithoutTheCellThatIsLeftOver() {
    // 5 columns, 3 rows: windows of 2x2, and of what is left at the end.
    NDArray input = manager.arange(1f, 16f).reshape(1, 1, 3, 5);
    assertThat(run(MaxPooling.same(2, 2), input, false).toFloatArray())
        .containsExactly(7, 9, 10, 12, 14, 15);
    assertThat(MaxPooling.same(2, 2).outputShape(input.getShape()))
        .isEqualTo(new Shape(1, 1, 2, 3));
    assertThat(run(MaxPooling.valid(2, 2), input, false).toFloatArray()).containsExactly(7, 9);
    assertThat(MaxPooling.valid(2, 2).outputShape(input.getShape()))
        .isEqualTo(new Shape(1, 1, 1, 2));
  }

  @Test
  void shouldConvolveValidWithoutFlippingTheKernel() {
    Convolution convolution = Convolution.valid(1, 2);
    NDArray input = manager.arange(1f, 10f).reshape(1, 1, 3, 3);
    set(convolution, input, "weight", 1, 2, 3, 4);
    // 1*1 + 2*2 + 3*4 + 4*5 = 37, and one more column adds 10, one more row 30.
    assertThat(run(convolution, input, false).toFloatArray()).containsExactly(37, 47, 67, 77);
  }

  @Test
  void shouldAddAFiltersBiasToEachOfItsCells() {
    Convolution convolution = Convolution.valid(2, 2).withBias();
    NDArray input = manager.arange(1f, 7f).reshape(1, 1, 2, 3);
    set(convolution, input, "weight", 1, 0, 0, 0, 0, 0, 0, -1);
    assertThat(get(convolution, "bias")).containsExactly(0, 0);
    set(convolution, input, "bias", 10, 0.5f);
    // The upper left cell + 10; minus the lower right one + 0.5.
    assertThat(run(convolution, input, false).toFloatArray()).containsExactly(11, 12, -4.5f, -5.5f);
  }

  @Test
  void shouldPadAnEvenStridedConvolutionAtTheEnd() {
    Convolution convolution = Convolution.same(1, 3, 2);
    NDArray input = manager.arange(1f, 17f).reshape(1, 1, 4, 4);
    set(convolution, input, "weight", 1, 1, 1, 1, 1, 1, 1, 1, 1);
    // Windows begin at 0 and 2: sums of 3x3, 3x2, 2x3, 2x2 cells.
    assertThat(run(convolution, input, false).toFloatArray())
        .containsExactly(
            1 + 2 + 3 + 5 + 6 + 7 + 9 + 10 + 11,
            3 + 4 + 7 + 8 + 11 + 12,
            9 + 10 + 11 + 13 + 14 + 15,
            11 + 12 + 15 + 16);
  }

  @Test
  void shouldProjectEverySecondCell() {
    Convolution projection = Convolution.same(1, 1, 2);
    NDArray input = manager.arange(1f, 13f).reshape(1, 1, 3, 4);
    set(projection, input, "weight", 2);
    assertThat(run(projection, input, false).toFloatArray()).containsExactly(2, 6, 18, 22);
  }

  @Test
  void shouldSeparateSpaceFromChannels() {
    SeparableConvolution separable = new SeparableConvolution(1, 3);
    NDArray input = manager.create(new float[] {1, 2, 3, 4, 10, 20, 30, 40});
    NDArray picture = input.reshape(1, 2, 2, 2);
    // First channel: the sum of the neighbourhood; second: the cell itself.
    set(
        separable,
        picture,
        "depthwise.weight",
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0);
    set(separable, picture, "pointwise.weight", 1, -0.5f);
    // All four cells see the whole first channel: 10 - half of the second.
    assertThat(run(separable, picture, false).toFloatArray()).containsExactly(5, 0, -5, -10);
  }

  @Test
  void shouldNormalizeByTheBatchWhenTrainingAndMoveTheStatistics() {
    BatchNormalization norm = new BatchNormalization();
    NDArray input = manager.create(new float[] {1, 2, 3, 6}).reshape(2, 1, 1, 2);
    norm.initialize(manager, DataType.FLOAT32, input.getShape());
    set(norm, input, "gamma", 2);
    set(norm, input, "beta", 1);
    // Mean 3, variance (4 + 1 + 0 + 9) / 4 = 3.5: 2 (x - 3) / sqrt(3.501) + 1.
    double scale = 2 / Math.sqrt(3.501);
    assertThat(run(norm, input, true).toFloatArray())
        .containsExactly(
            new float[] {
              (float) (-2 * scale + 1), (float) (-scale + 1), 1, (float) (3 * scale + 1)
            },
            within(PRECISION));
    // From 0 and 1 by a hundredth of the way; the unbiased variance is 14 / 3.
    assertThat(get(norm, "mean")).containsExactly(new float[] {0.03f}, within(PRECISION));
    assertThat(get(norm, "variance"))
        .containsExactly(new float[] {0.99f + 0.01f * 14 / 3}, within(PRECISION));
  }

  @Test
  void shouldNormalizeByTheRunningStatisticsWhenServing() {
    BatchNormalization norm = new BatchNormalization();
    NDArray input = manager.create(new float[] {1, 5}).reshape(2, 1, 1, 1);
    set(norm, input, "mean", 3);
    set(norm, input, "variance", 4);
    float half = (float) (2 / Math.sqrt(4.001));
    assertThat(run(norm, input, false).toFloatArray())
        .containsExactly(new float[] {-half, half}, within(PRECISION));
    assertThat(get(norm, "mean")).containsExactly(3);
  }

  @Test
  void shouldAverageOverThePicture() {
    NDArray input = manager.create(new float[] {1, 2, 3, 6, 0, 0, 0, -4}).reshape(1, 2, 2, 2);
    NDArray output = run(new GlobalAveragePooling(), input, false);
    assertThat(output.getShape()).isEqualTo(new Shape(1, 2));
    assertThat(output.toFloatArray()).containsExactly(3, -1);
  }

  @Test
  void shouldFlattenChannelByChannelHoweverTheMemoryIsLaidOut() {
    NDArray input = manager.arange(1f, 13f).reshape(1, 2, 2, 3);
    NDArray channelsLast = input.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
    for (NDArray picture : new NDArray[] {input, channelsLast}) {
      NDArray output = run(new Flatten(), picture, false);
      assertThat(output.getShape()).isEqualTo(new Shape(1, 12));
      assertThat(output.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }
  }

  @Test
  void shouldDropAndScaleWhenTrainingOnly() {
    NDArray ones = manager.ones(new Shape(1, 1000));
    Net.seed(1);
    float[] trained = run(new Dropout(0.5f), ones, true).toFloatArray();
    int kept = 0;
    for (float value : trained) {
      assertThat(value).isIn(0f, 2f);
      kept += value > 0 ? 1 : 0;
    }
    // 500, standard deviation 16.
    assertThat(kept).isBetween(400, 600);
    assertThat(run(new Dropout(0.5f), ones, false).toFloatArray()).containsOnly(1);
  }
}
