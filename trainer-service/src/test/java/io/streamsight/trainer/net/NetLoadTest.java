package io.streamsight.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetLoadTest {
  private static final int SIZE = 20;

  @ParameterizedTest
  @EnumSource
  void shouldTakeEveryValueOver(Topology topology) {
    Architecture architecture = new Architecture(topology.label(), SIZE, 3, 16, 2);
    try (Net from = Net.create(architecture, 1);
        Net to = Net.create(architecture, 2)) {
      assertThat(to.load(from.values(), false)).isEmpty();
      assertEqual(to.values(), from.values());
    }
  }

  @Test
  void shouldKeepAFreshHeadWhereTheLabelsAreOthers() {
    Architecture architecture = new Architecture("mini-xception", SIZE, 2, 16, 2);
    try (Net from = Net.create(architecture, 1);
        Net to = Net.create(architecture, 2)) {
      Map<String, float[]> fresh = to.values();
      assertThat(to.load(from.values(), true))
          .containsExactlyInAnyOrder("dense.weight", "dense.bias");
      Map<String, float[]> expected = new TreeMap<>(from.values());
      expected.put("dense.weight", fresh.get("dense.weight"));
      expected.put("dense.bias", fresh.get("dense.bias"));
      assertEqual(to.values(), expected);
      assertThat(fresh.get("dense.weight")).isNotEqualTo(from.values().get("dense.weight"));
    }
  }

  @Test
  void shouldKeepAFreshHeadWhereTheNumberOfClassesIsAnother() {
    try (Net from = Net.create(new Architecture("residual-convnet", SIZE, 2, 16, 2), 1);
        Net to = Net.create(new Architecture("residual-convnet", SIZE, 10, 16, 2), 2)) {
      assertThat(to.load(from.values(), false)).hasSize(2);
      assertThat(to.values().get("block2.branch.conv1.weight"))
          .isEqualTo(from.values().get("block2.branch.conv1.weight"));
    }
  }

  /** The bias would fit, the weights do not: half a head is none. */
  @Test
  void shouldKeepAFreshHeadWhereAFlattenedPictureIsOfAnotherSize() {
    try (Net from = Net.create(new Architecture("baseline-convnet", SIZE, 2, 16, 2), 1);
        Net to = Net.create(new Architecture("baseline-convnet", SIZE + 8, 2, 16, 2), 2)) {
      assertThat(to.load(from.values(), false)).hasSize(2);
    }
  }

  @Test
  void shouldTakeWeightsOfAnotherImageSizeWhereTheNetPools() {
    try (Net from = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 1);
        Net to = Net.create(new Architecture("mini-xception", SIZE + 9, 2, 16, 2), 2)) {
      assertThat(to.load(from.values(), false)).isEmpty();
      assertEqual(to.values(), from.values());
    }
  }

  @Test
  void shouldRefuseTheWeightsOfAnotherNetAndChangeNothing() {
    try (Net from = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 1), 1);
        Net to = Net.create(new Architecture("mini-xception", SIZE, 2, 16, 2), 2)) {
      Map<String, float[]> before = to.values();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> to.load(from.values(), false))
          .withMessageContaining("differ in [block2.branch.norm1.beta,");
      assertEqual(to.values(), before);
    }
  }

  private static void assertEqual(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach((path, value) -> assertThat(actual.get(path)).as(path).isEqualTo(value));
  }
}
