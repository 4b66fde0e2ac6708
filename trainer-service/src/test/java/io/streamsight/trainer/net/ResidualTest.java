package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class ResidualTest extends LayerFixture {
  @Test
  void shouldProjectOnlyWhatChanges() {
    assertThat(Residual.projection(32, 32, 1)).isEmpty();
    assertThat(Residual.projection(32, 64, 1))
        .get()
        .satisfies(
            convolution -> {
              assertThat(convolution.kernel()).isEqualTo(1);
              assertThat(convolution.stride()).isEqualTo(1);
            });
    assertThat(Residual.projection(32, 32, 2))
        .get()
        .satisfies(convolution -> assertThat(convolution.stride()).isEqualTo(2));
  }

  @Test
  void shouldAddEverySecondCellToAPooledBranch() {
    Residual residual =
        new Residual(
            new Sequence().add("pooling", MaxPooling.same(3, 2)),
            Residual.projection(1, 1, 2).orElseThrow());
    NDArray input = manager.arange(1f, 17f).reshape(1, 1, 4, 4);
    set(residual, input, "projection.weight", 10);
    // Maxima 11, 12, 15, 16; every second cell 1, 3, 9, 11.
    assertThat(run(residual, input, false).toFloatArray()).containsExactly(21, 42, 105, 126);
  }

  @Test
  void shouldAddEveryCellInItsNewChannels() {
    Residual residual =
        new Residual(
            new Sequence().add("conv", Convolution.same(2, 1, 1)).add("relu", new Relu()),
            Residual.projection(1, 2, 1).orElseThrow().withBias());
    NDArray input = manager.create(new float[] {1, -2}).reshape(1, 1, 1, 2);
    set(residual, input, "branch.conv.weight", 1, -1);
    set(residual, input, "projection.weight", 10, 100);
    set(residual, input, "projection.bias", 0.5f, 0);
    // max(x, 0) + 10 x + 0.5 and max(-x, 0) + 100 x.
    assertThat(run(residual, input, false).toFloatArray())
        .containsExactly(11.5f, -19.5f, 100, -198);
  }

  @Test
  void shouldAddTheInputItselfWhereNothingChangesAndGoBackBothWays() {
    Residual residual =
        new Residual(new Sequence().add("conv", Convolution.same(1, 1, 1)).add("relu", new Relu()));
    NDArray input = manager.create(new float[] {1, -2, 3}).reshape(1, 1, 1, 3);
    set(residual, input, "branch.conv.weight", 2);
    assertThat(residual.parametersByPath()).containsOnlyKeys("branch.conv.weight");
    assertThat(residual.outputShape(input.getShape())).isEqualTo(new Shape(1, 1, 1, 3));
    input.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray output = run(residual, input, true);
      assertThat(output.toFloatArray()).containsExactly(3, -2, 9);
      collector.backward(output.sum());
    }
    // 2 where the branch is open, and 1 through the shortcut.
    assertThat(input.getGradient().toFloatArray()).containsExactly(3, 1, 3);
    NDArray weight = residual.parametersByPath().get("branch.conv.weight").getArray();
    assertThat(weight.getGradient().toFloatArray()).containsExactly(1 + 3);
  }
}
