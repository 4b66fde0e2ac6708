package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvnetsTest {
  @Test
  void shouldHaveTheBooksNumberOfParameters() {
    try (Net baseline = Net.create(new Architecture("baseline-convnet", 180, 2, 32, 5), 0);
        Net residual = Net.create(new Architecture("residual-convnet", 32, 2, 32, 3), 0)) {
      assertThat(baseline.parameterCount()).isEqualTo(991_041);
      assertThat(residual.parameterCount()).isEqualTo(297_697);
      for (Net net : List.of(baseline, residual)) {
        assertThat(net.parameters().values()).allMatch(Parameter::requiresGradient);
      }
    }
  }

  @Test
  void shouldHalveThePictureInEachBlockOfTheBaselineButTheLast() {
    assertThat(shapes(new Architecture("baseline-convnet", 180, 2, 32, 5)))
        .containsExactly(
            "(2, 32, 89, 89)",
            "(2, 64, 43, 43)",
            "(2, 128, 20, 20)",
            "(2, 256, 9, 9)",
            "(2, 256, 7, 7)",
            "(2, 12544)",
            "(2, 12544)",
            "(2, 1)");
  }

  @Test
  void shouldPoolEachResidualBlockButTheLast() {
    assertThat(shapes(new Architecture("residual-convnet", 33, 10, 32, 3)))
        .containsExactly(
            "(2, 32, 17, 17)", "(2, 64, 9, 9)", "(2, 128, 9, 9)", "(2, 128)", "(2, 10)");
  }

  @Test
  void shouldGiveParametersReadablePaths() {
    try (Net baseline = Net.create(new Architecture("baseline-convnet", 24, 3, 16, 2), 0);
        Net residual = Net.create(new Architecture("residual-convnet", 24, 3, 16, 1), 0)) {
      assertThat(baseline.parameters().keySet())
          .containsExactly(
              "block1.conv.weight",
              "block1.conv.bias",
              "block2.conv.weight",
              "block2.conv.bias",
              "dense.weight",
              "dense.bias");
      assertThat(residual.parameters().keySet())
          .containsExactly(
              "block1.branch.conv1.weight",
              "block1.branch.conv1.bias",
              "block1.branch.conv2.weight",
              "block1.branch.conv2.bias",
              "block1.projection.weight",
              "block1.projection.bias",
              "dense.weight",
              "dense.bias");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveOneLogitForTwoClassesAndOneEachForMore(Topology topology) {
    for (int classes : new int[] {2, 10}) {
      Architecture architecture = new Architecture(topology.label(), 25, classes, 16, 2);
      try (Net net = Net.create(architecture, 0)) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(5 * 25 * 25 * 3);
        assertThat(net.logits(pixels, 5)).hasDimensions(5, classes == 2 ? 1 : 10);
      }
    }
  }

  private static List<String> shapes(Architecture architecture) {
    List<String> shapes = new ArrayList<>();
    Shape shape = new Shape(2, 3, architecture.imageSize(), architecture.imageSize());
    for (Layer layer : architecture.layers().layers().values()) {
      shape = layer.outputShape(shape);
      shapes.add(shape.toString());
    }
    return shapes;
  }
}
