package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engine's float32 convolutions, which have kernels of their own for each processor and shape,
 * against its float64 ones, which have not.
 */
class ConvolutionPrecisionTest extends LayerFixture {
  /**
   * Of the largest value: float32 sums of up to 5,000 products. The wrong ones seen were off by 0.3
   * and more.
   */
  private static final double PRECISION = 1e-5;

  @BeforeEach
  void seed() {
    Net.seed(1);
  }

  /** Pins a defect of oneDNN 3.7 under AVX-512: 48 filters at a time, the last 48 not full. */
  @ParameterizedTest
  @CsvSource({"256, 512, 1, 6", "512, 512, 1, 4", "256, 512, 2, 11", "192, 320, 2, 5"})
  void shouldMixManyChannels(int channels, int filters, int stride, int size) {
    check(Convolution.same(filters, 1, stride), channels, size);
  }

  /** Pins another: an integer division by zero that ends the process. */
  @ParameterizedTest
  @CsvSource({"256, 1024", "512, 1024", "1024, 512", "1024, 256"})
  void shouldSurviveTheShapesThatDivideByZero(int channels, int filters) {
    check(Convolution.same(filters, 1, 1), channels, 5);
  }

  /** A third, of its AVX2 kernels: 48 filters and few cells. */
  @ParameterizedTest
  @CsvSource({"64, 48, 5", "48, 48, 6", "48, 96, 6"})
  void shouldMixIntoFortyEightFilters(int channels, int filters, int size) {
    check(Convolution.same(filters, 1, 2), channels, size);
  }

  /** oneDNN's issue 6035: with less than eight channels, weight gradients from beyond the end. */
  @ParameterizedTest
  @CsvSource({"3, 32, 2, 32", "3, 16, 1, 9", "4, 8, 2, 16"})
  void shouldMixFewChannels(int channels, int filters, int stride, int size) {
    check(Convolution.same(filters, 1, stride).withBias(), channels, size);
  }

  /** Of the three nets. */
  @ParameterizedTest
  @CsvSource({
    "32, 32, 1, 24",
    "32, 32, 2, 24",
    "64, 64, 1, 11",
    "32, 64, 2, 12",
    "128, 128, 1, 8",
    "64, 128, 2, 9",
    "256, 256, 1, 5",
    "128, 256, 2, 6"
  })
  void shouldMixChannels(int channels, int filters, int stride, int size) {
    check(Convolution.same(filters, 1, stride), channels, size);
  }

  @ParameterizedTest
  @CsvSource({"16, 9", "32, 24", "64, 12", "256, 6", "512, 3"})
  void shouldConvolveEachChannel(int channels, int size) {
    check(Convolution.depthwise(3), channels, size);
  }

  @ParameterizedTest
  @CsvSource({"3, 32, 5, 24", "3, 32, 3, 24", "32, 64, 3, 13", "64, 128, 3, 8", "256, 256, 3, 7"})
  void shouldConvolveValid(int channels, int filters, int kernel, int size) {
    check(Convolution.valid(filters, kernel).withBias(), channels, size);
  }

  @ParameterizedTest
  @CsvSource({"3, 32, 16", "32, 32, 16", "64, 64, 8", "128, 128, 4", "256, 512, 4"})
  void shouldConvolveSame(int channels, int filters, int size) {
    check(Convolution.same(filters, 3, 1).withBias(), channels, size);
  }

  /** Output, and gradients of input and weights, of three pictures. */
  private void check(Convolution convolution, int channels, int size) {
    NDArray pictures = manager.randomNormal(new Shape(3, size, size, channels));
    Shape shape = new Shape(3, channels, size, size);
    Shape outputs = convolution.outputShape(shape);
    NDArray slope =
        manager.randomNormal(new Shape(3, outputs.get(2), outputs.get(3), outputs.get(1)));
    convolution.initialize(manager, DataType.FLOAT32, shape);
    List<NDArray> single = run(convolution, pictures, slope);
    for (Parameter parameter : convolution.parametersByPath().values()) {
      NDArray weights = parameter.getArray();
      weights.intern(weights.toType(DataType.FLOAT64, true));
      weights.setRequiresGradient(true);
    }
    List<NDArray> exact =
        run(
            convolution,
            pictures.toType(DataType.FLOAT64, true),
            slope.toType(DataType.FLOAT64, true));
    for (int i = 0; i < exact.size(); i++) {
      double[] expected = exact.get(i).toDoubleArray();
      float[] actual = single.get(i).toFloatArray();
      double largest = 0;
      double error = 0;
      for (int j = 0; j < expected.length; j++) {
        largest = Math.max(largest, Math.abs(expected[j]));
        error = Math.max(error, Math.abs(actual[j] - expected[j]));
      }
      assertThat(error / largest).isLessThan(PRECISION);
    }
  }

  /** Channels last, as a net feeds them. */
  private List<NDArray> run(Convolution convolution, NDArray pictures, NDArray slope) {
    pictures.setRequiresGradient(true);
    ParameterStore store = new ParameterStore(manager, false);
    NDArray output;
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDList inputs = new NDList(pictures.transpose(0, 3, 1, 2));
      output = convolution.forward(store, inputs, true).singletonOrThrow();
      collector.backward(output.mul(slope.transpose(0, 3, 1, 2)).sum());
    }
    Net.forgetGradients();
    NDArray weight = convolution.parametersByPath().get("weight").getArray();
    return List.of(output, pictures.getGradient(), weight.getGradient());
  }
}
