package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamsight.contract.run.TrainingRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "vgg, 180, 2, 32, 5, \"architecture 'vgg' is not known; known: mini-xception, residual-convnet, baseline-convnet\"",
        "mini-xception, 15, 2, 32, 5, imageSize 15 is not within 16 to 512",
        "mini-xception, 180, 1, 32, 5, classes 1 is not within 2 to 10000",
        "mini-xception, 180, 2, 0, 5, width 0 is not within 16 to 512",
        "mini-xception, 180, 2, 40, 5, width 40 is not a multiple of 16",
        "mini-xception, 180, 2, 32, 0, blocks 0 is not within 1 to 8",
        "mini-xception, 180, 2, 512, 8, \"width 512 doubled in each of blocks 8 gives 65536 filters, more than 2048\"",
        "baseline-convnet, 77, 2, 32, 5, imageSize 77 is too small for a baseline-convnet with blocks 5: 78 or more",
      })
  void shouldRefuseWhatNoNetCanHaveAndShowTheValue(
      String name, int size, int classes, int width, int blocks, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Architecture(name, size, classes, width, blocks))
        .withMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBuildTheSmallestNetOfEachKind(Topology topology) {
    for (int blocks : new int[] {1, topology.blocks()}) {
      int size = topology.smallestImageSize(blocks);
      Architecture architecture = new Architecture(topology.label(), size, 2, 16, blocks);
      try (Net net = Net.create(architecture, 0)) {
        assertThat(net.layers().outputShape(net.inputShape(3)).getShape()).containsExactly(3, 1);
      }
    }
  }

  @Test
  void shouldTakeWidthAndBlocksOfTheNetWhereTheRequestHasNone() {
    TrainingRequest request = request("residual-convnet", null, 4);
    assertThat(Architecture.of(request, 10))
        .isEqualTo(new Architecture("residual-convnet", 32, 10, 32, 4));
    assertThat(Architecture.of(request("mini-xception", 16, null), 2))
        .isEqualTo(new Architecture("mini-xception", 32, 2, 16, 5));
  }

  private static TrainingRequest request(String architecture, Integer width, Integer blocks) {
    return new TrainingRequest(
        "m", "d", architecture, width, blocks, "keras", null, 32, 1, 32, 0L, null, null);
  }
}
