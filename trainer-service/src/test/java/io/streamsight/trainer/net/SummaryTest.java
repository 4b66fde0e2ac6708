package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SummaryTest {
  @ParameterizedTest
  @CsvSource({
    "mini-xception, 180, 32, 5, 721857, 718849, 3008",
    "baseline-convnet, 180, 32, 5, 991041, 991041, 0",
    "residual-convnet, 32, 32, 3, 297697, 297697, 0",
  })
  void shouldCountTheBooksParameters(
      String name, int size, int width, int blocks, long all, long trainable, long statistics) {
    Summary summary = Summary.of(new Architecture(name, size, 2, width, blocks));
    assertThat(summary.parameters()).isEqualTo(all);
    assertThat(summary.trainable()).isEqualTo(trainable);
    assertThat(summary.statistics()).isEqualTo(statistics);
    assertThat(summary.layers().stream().mapToLong(Summary.Row::parameters).sum()).isEqualTo(all);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountWhatTheNetHas(Topology topology) {
    for (int classes : new int[] {2, 10}) {
      Architecture architecture = new Architecture(topology.label(), 25, classes, 16, 2);
      try (Net net = Net.create(architecture, 0)) {
        Summary summary = Summary.of(architecture);
        assertThat(summary.parameters()).isEqualTo(net.parameterCount());
        List<String> names = summary.layers().stream().map(Summary.Row::name).toList();
        assertThat(net.parameters().keySet())
            .allMatch(path -> names.stream().anyMatch(name -> path.startsWith(name + ".")));
        assertThat(names).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void shouldNameLayersTheirShapesAndConnections() {
    Summary summary = Summary.of(new Architecture("mini-xception", 180, 2, 32, 5));
    List<Summary.Row> rows = summary.layers();
    assertThat(rows.subList(0, 3))
        .containsExactly(
            row("image", "Input", 0, List.of(), null, 180L, 180L, 3L),
            row("scaled", "Rescaling", 0, List.of("image"), null, 180L, 180L, 3L),
            row("conv", "Convolution", 2_400, List.of("scaled"), null, 176L, 176L, 32L));
    assertThat(rows)
        .contains(
            row(
                "block1.branch.norm1",
                "BatchNormalization",
                128,
                List.of("conv"),
                null,
                176L,
                176L,
                32L),
            row(
                "block2.branch.separable1",
                "SeparableConvolution",
                32 * 9 + 32 * 64,
                List.of("block2.branch.relu1"),
                null,
                88L,
                88L,
                64L),
            row(
                "block2.projection",
                "Convolution",
                32 * 64,
                List.of("block1"),
                null,
                44L,
                44L,
                64L),
            row(
                "block2",
                "Add",
                0,
                List.of("block2.branch.pooling", "block2.projection"),
                null,
                44L,
                44L,
                64L));
    assertThat(rows.get(rows.size() - 1))
        .isEqualTo(row("dense", "Dense", 513, List.of("dropout"), null, 1L));
  }

  private static Summary.Row row(
      String name, String type, long parameters, List<String> inputs, Long... shape) {
    return new Summary.Row(name, type, Arrays.asList(shape), parameters, inputs);
  }
}
