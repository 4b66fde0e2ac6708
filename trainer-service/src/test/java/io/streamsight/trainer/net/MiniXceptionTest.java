package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MiniXceptionTest {
  @Test
  void shouldHaveTheBooksNumberOfParameters() {
    try (Net net = Net.create(Architecture.miniXception(180, 2), 0)) {
      long trainable =
          net.parameters().values().stream()
              .filter(Parameter::requiresGradient)
              .mapToLong(p -> p.getShape().size())
              .sum();
      assertThat(trainable).isEqualTo(718_849);
      assertThat(net.parameterCount()).isEqualTo(721_857).isEqualTo(trainable + 3_008);
    }
  }

  @Test
  void shouldHalveThePictureAndDoubleTheFiltersInEachBlock() {
    try (Net net = Net.create(Architecture.miniXception(180, 2), 0)) {
      List<String> shapes = new ArrayList<>();
      Shape shape = net.inputShape(32);
      for (Layer layer : net.layers().layers().values()) {
        shape = layer.outputShape(shape);
        shapes.add(shape.toString());
      }
      assertThat(shapes)
          .containsExactly(
              "(32, 32, 176, 176)",
              "(32, 32, 88, 88)",
              "(32, 64, 44, 44)",
              "(32, 128, 22, 22)",
              "(32, 256, 11, 11)",
              "(32, 512, 6, 6)",
              "(32, 512)",
              "(32, 512)",
              "(32, 1)");
    }
  }

  /** 64 and 45 are halved differently: the second is odd again and again. */
  @Test
  void shouldGiveSmallerPicturesWhatANetOfTheirSizeGivesThem() {
    byte[] noise = new byte[2 * 45 * 45 * 3];
    new Random(4).nextBytes(noise);
    ByteBuffer pixels = ByteBuffer.allocateDirect(noise.length).put(noise).flip();
    try (Net large = Net.create(new Architecture(Architecture.MINI_XCEPTION, 64, 3, 16, 3), 1);
        Net small = Net.create(new Architecture(Architecture.MINI_XCEPTION, 45, 3, 16, 3), 2)) {
      small.setValues(large.values());
      Net.forgetGradients();
      NDArray logits = large.forward(large.input(large.manager(), pixels, 2, 45), false);
      float[][] expected = small.logits(pixels, 2);
      assertThat(logits.toFloatArray()).containsExactly(flat(expected));
    }
  }

  private static float[] flat(float[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
    }
    return values;
  }

  @Test
  void shouldGiveParametersReadablePaths() {
    try (Net net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 24, 3, 16, 1), 0)) {
      String norm1 = "block1.branch.norm1.";
      String norm2 = "block1.branch.norm2.";
      assertThat(net.parameters().keySet())
          .containsExactly(
              "conv.weight",
              norm1 + "gamma",
              norm1 + "beta",
              norm1 + "mean",
              norm1 + "variance",
              "block1.branch.separable1.depthwise.weight",
              "block1.branch.separable1.pointwise.weight",
              norm2 + "gamma",
              norm2 + "beta",
              norm2 + "mean",
              norm2 + "variance",
              "block1.branch.separable2.depthwise.weight",
              "block1.branch.separable2.pointwise.weight",
              "block1.projection.weight",
              "dense.weight",
              "dense.bias");
    }
  }

  /** Pins a defect of oneDNN's 1x1 convolutions under AVX-512: off by 0.04 there. */
  @Test
  void shouldScoreABatchAsItScoresEachPictureAlone() {
    int size = 32;
    int count = 4;
    byte[] noise = new byte[count * size * size * 3];
    new Random(1).nextBytes(noise);
    ByteBuffer pixels = ByteBuffer.allocateDirect(noise.length).put(noise).flip();
    try (Net net = Net.create(new Architecture(Architecture.MINI_XCEPTION, size, 2, 32, 5), 1)) {
      float[][] together = net.logits(pixels, count);
      for (int i = 0; i < count; i++) {
        ByteBuffer picture = pixels.slice(i * size * size * 3, size * size * 3);
        // Sums of float32 in another order.
        assertThat(net.logits(picture, 1)[0][0]).isCloseTo(together[i][0], within(1e-5f));
      }
    }
  }

  @Test
  void shouldGiveOneLogitForTwoClassesAndOneEachForMore() {
    for (int classes : new int[] {2, 3}) {
      try (Net net =
          Net.create(new Architecture(Architecture.MINI_XCEPTION, 24, classes, 16, 2), 0)) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(5 * 24 * 24 * 3);
        assertThat(net.logits(pixels, 5)).hasDimensions(5, classes == 2 ? 1 : 3);
      }
    }
  }

  @Test
  void shouldDrawGlorotWeightsWithKerasFans() {
    try (Net net = Net.create(Architecture.miniXception(180, 2), 0)) {
      // sqrt(6 / (fan in + fan out)): 5x5x3 in, 5x5x32 out.
      assertLimit(net, "conv.weight", Math.sqrt(6.0 / (75 + 800)));
      // Keras counts a depthwise kernel [3, 3, C, 1] as 9 C in and 9 out.
      assertLimit(net, "block5.branch.separable1.depthwise.weight", Math.sqrt(6.0 / (9 * 256 + 9)));
      assertLimit(net, "block5.branch.separable1.pointwise.weight", Math.sqrt(6.0 / (256 + 512)));
      assertLimit(net, "dense.weight", Math.sqrt(6.0 / (512 + 1)));
    }
  }

  private static void assertLimit(Net net, String path, double limit) {
    float max = 0;
    for (float value : net.parameters().get(path).getArray().toFloatArray()) {
      max = Math.max(max, Math.abs(value));
    }
    // Of 512 or more uniform draws the largest is within 5 % of the limit, but for e^-25.
    assertThat((double) max).isBetween(limit * 0.95, limit);
  }

  @Test
  void shouldDrawTheSameWeightsForTheSameSeed() {
    Architecture architecture = new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
    try (Net a = Net.create(architecture, 5);
        Net b = Net.create(architecture, 5);
        Net c = Net.create(architecture, 6)) {
      float[] weights = a.values().get("conv.weight");
      assertThat(b.values().get("conv.weight")).isEqualTo(weights);
      assertThat(c.values().get("conv.weight")).isNotEqualTo(weights);
    }
  }
}
