package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreezingTest extends LayerFixture {
  private static final int SIZE = 20;
  private static final int N = 4;

  @Test
  void shouldNormalizeByTheRunningStatisticsInTrainingOnceFrozen() {
    BatchNormalization norm = new BatchNormalization();
    NDArray input = manager.create(new float[] {3, 7}).reshape(2, 1, 1, 1);
    set(norm, input, "mean", 3);
    set(norm, input, "variance", 3.999f);
    norm.freeze();
    // (x - 3) / sqrt(3.999 + 0.001); by the batch's own it would be -1 and 1.
    assertThat(run(norm, input, true).toFloatArray()).containsExactly(0, 2);
    assertThat(get(norm, "mean")).containsExactly(3);
    assertThat(get(norm, "variance")).containsExactly(3.999f);
  }

  @Test
  void shouldKeepWeightsAndStatisticsOfFrozenBatchNormAndTrainTheRest() {
    try (Net net = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 1)) {
      net.freeze(true, 0);
      Set<String> changed = trainOneStep(net);
      assertThat(changed)
          .noneMatch(path -> path.contains("norm"))
          .contains("conv.weight", "block1.branch.separable1.depthwise.weight", "dense.bias")
          .hasSize(
              (int) net.parameters().keySet().stream().filter(p -> !p.contains("norm")).count());
    }
  }

  @Test
  void shouldKeepTheFirstBlocksAndWhatIsBeforeThemWithTheirStatistics() {
    try (Net net = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 1)) {
      net.freeze(false, 1);
      Set<String> changed = trainOneStep(net);
      assertThat(changed)
          .noneMatch(path -> path.startsWith("conv") || path.startsWith("block1"))
          .contains("block2.branch.norm1.gamma", "block2.branch.norm1.mean", "dense.weight");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrainTheHeadAloneWhenAllBlocksAreFrozen(Topology topology) {
    try (Net net = Net.create(new Architecture(topology.label(), SIZE, 2, 16, 2), 1)) {
      net.freeze(true, 2);
      assertThat(trainOneStep(net)).containsExactlyInAnyOrder("dense.weight", "dense.bias");
    }
  }

  @Test
  void shouldNotGoBackBeforeTheFirstLayerThatLearns() {
    Architecture architecture = new Architecture("residual-convnet", SIZE, 2, 16, 2);
    Sequence layers = architecture.layers();
    NDArray input = manager.ones(new Shape(1, 3, SIZE, SIZE));
    layers.initialize(manager, DataType.FLOAT32, input.getShape());
    Layer first = layers.layers().get("block1");
    Layer second = layers.layers().get("block2");
    first.freeze();
    try (GradientCollector collector = collect()) {
      NDArray middle = run(first, input, true);
      assertThatThrownBy(() -> collector.backward(middle.sum()))
          .hasMessageContaining("does not require grad");
      collector.backward(run(second, middle, true).sum());
    }
  }

  @Test
  void shouldAverageTheStatisticsOfTheOthersOnly() {
    ByteBuffer pixels = noise();
    try (Net net = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 1)) {
      net.freeze(false, 1);
      Map<String, float[]> before = net.values();
      net.averageStatistics(0, pixels, N);
      assertThat(changed(before, net.values()))
          .contains("block2.branch.norm2.variance")
          .allMatch(path -> path.startsWith("block2.branch.norm"));
      net.freeze(true, 0);
      before = net.values();
      net.averageStatistics(0, pixels, N);
      assertThat(changed(before, net.values())).isEmpty();
    }
  }

  @Test
  void shouldStayFrozenWhenWeightsAreSet() {
    try (Net net = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 1), 1)) {
      net.freeze(true, 1);
      net.setValues(net.values());
      assertThat(trainOneStep(net)).containsExactlyInAnyOrder("dense.weight", "dense.bias");
    }
  }

  @Test
  void shouldRefuseMoreBlocksThanThereAre() {
    try (Net net = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> net.freeze(true, 3))
          .withMessage("frozenBlocks 3 is not within 0 to 2");
    }
  }

  /**
   * Against the gradient of the sum of all logits and all their squares.
   *
   * @return paths of what is another value afterwards
   */
  private static Set<String> trainOneStep(Net net) {
    Map<String, float[]> before = net.values();
    Net.forgetGradients();
    try (NDManager step = net.manager().newSubManager()) {
      try (GradientCollector collector = net.collectGradients()) {
        NDArray logits = net.forward(net.input(step, noise(), N), true);
        collector.backward(logits.add(logits.square()).sum());
      }
      for (Parameter parameter : net.parameters().values()) {
        assertThat(parameter.getArray().hasGradient()).isEqualTo(parameter.requiresGradient());
        if (parameter.requiresGradient()) {
          parameter.getArray().subi(parameter.getArray().getGradient().mul(0.1f));
        }
      }
    }
    return changed(before, net.values());
  }

  private static Set<String> changed(Map<String, float[]> before, Map<String, float[]> after) {
    Set<String> changed = new TreeSet<>();
    after.forEach(
        (path, values) -> {
          if (!Arrays.equals(values, before.get(path))) {
            changed.add(path);
          }
        });
    return changed;
  }

  private static ByteBuffer noise() {
    byte[] noise = new byte[N * SIZE * SIZE * 3];
    new Random(1).nextBytes(noise);
    return ByteBuffer.allocateDirect(noise.length).put(noise).flip();
  }

  private static GradientCollector collect() {
    return Engine.getEngine("PyTorch").newGradientCollector();
  }
}
