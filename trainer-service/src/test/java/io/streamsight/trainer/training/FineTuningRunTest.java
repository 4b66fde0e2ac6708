package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.run.FineTuning;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuningRunTest {
  private static final Architecture TINY =
      new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
  private static final ModelVersionId PARENT = new ModelVersionId("pets", 3);

  private static Examples train;
  private static Examples validation;
  private static Map<String, float[]> parent;
  private static EpochResult parentResult;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    train = Drawings.write(folder.resolve("train"), 48, 24, 2, 1);
    validation = Drawings.write(folder.resolve("validation"), 24, 24, 2, 2);
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 7, 12, 16);
    Finished finished = finish(plan, null);
    parentResult = finished.best();
    try (Net net = finished.net()) {
      parent = net.values();
    }
  }

  @AfterAll
  static void close() throws IOException {
    train.close();
    validation.close();
  }

  @Test
  void shouldStartWithWhatTheParentKnows() {
    // Almost nothing is learned at this rate: a weight moves by some 1e-9 a step.
    Recipe still = Recipe.of("keras", Map.of("learningRate", 1e-9));
    TrainingPlan plan = new TrainingPlan(TINY, new FineTuning(PARENT, true, 0), still, 1, 1, 16);
    Finished finished = finish(plan, new InitialWeights(parent, false));
    finished.net().close();
    assertThat(parentResult.validationAccuracy()).as("it knows something").isGreaterThan(0.7);
    assertThat(finished.best().validationAccuracy()).isEqualTo(parentResult.validationAccuracy());
    assertThat(finished.best().validationLoss())
        .isCloseTo(parentResult.validationLoss(), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "quick", "strong"})
  void shouldLeaveFrozenWeightsAndStatisticsAlone(String recipe) {
    TrainingPlan plan =
        new TrainingPlan(
            TINY, new FineTuning(PARENT, true, 1), Recipe.of(recipe, Map.of()), 1, 2, 16);
    try (Net net = finish(plan, new InitialWeights(parent, false)).net()) {
      Map<String, float[]> values = net.values();
      TreeSet<String> changed = new TreeSet<>(values.keySet());
      changed.removeIf(path -> Arrays.equals(values.get(path), parent.get(path)));
      assertThat(changed)
          .contains("block2.branch.separable1.depthwise.weight", "dense.weight", "dense.bias")
          .noneMatch(
              path -> path.contains("norm") || path.startsWith("conv") || path.startsWith("block1"))
          .hasSize(
              (int)
                      values.keySet().stream()
                          .filter(path -> path.startsWith("block2") && !path.contains("norm"))
                          .count()
                  + 2);
    }
  }

  @Test
  void shouldTrainANewHeadForOtherLabels() {
    TrainingPlan plan =
        new TrainingPlan(TINY, new FineTuning(PARENT, true, 2), Recipe.KERAS, 1, 1, 16);
    try (Net net = finish(plan, new InitialWeights(parent, true)).net();
        Net fresh = Net.create(TINY, Seeds.of(1))) {
      // Three steps of about 1e-3 (three times that at first) from the fresh head, not the
      // parent's.
      float[] head = net.values().get("dense.weight");
      float[] start = fresh.values().get("dense.weight");
      for (int i = 0; i < head.length; i++) {
        assertThat(Math.abs(head[i] - start[i])).isLessThan(0.01f);
      }
      assertThat(distance(head, parent.get("dense.weight"))).isGreaterThan(0.1);
    }
  }

  @Test
  void shouldRefuseWeightsWithoutAPlanForThemAndAPlanWithoutWeights() {
    InitialWeights weights = new InitialWeights(parent, false);
    FineTuning fineTuning = new FineTuning(PARENT, true, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(new TrainingPlan(TINY, Recipe.KERAS, 1, 1, 16), weights))
        .withMessageContaining("fineTuning=null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(new TrainingPlan(TINY, fineTuning, Recipe.KERAS, 1, 1, 16), null))
        .withMessageContaining("needs weights to start with");
  }

  @Test
  void shouldRefuseToFreezeMoreBlocksThanThereAre() {
    FineTuning fineTuning = new FineTuning(PARENT, true, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingPlan(TINY, fineTuning, Recipe.KERAS, 1, 1, 16))
        .withMessage("frozenBlocks 3 is not within 0 to 2");
  }

  @Test
  void shouldLeaveNoNativeArraysBehindWhenTheWeightsAreOfAnotherNet() {
    TrainingPlan plan =
        new TrainingPlan(
            new Architecture(Architecture.MINI_XCEPTION, 24, 2, 32, 2),
            new FineTuning(PARENT, true, 0),
            Recipe.KERAS,
            1,
            1,
            16);
    int before = NativeArrays.count();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(plan, new InitialWeights(parent, false)));
    assertThat(NativeArrays.count()).isEqualTo(before);
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static Finished finish(TrainingPlan plan, InitialWeights initial) {
    return (Finished)
        new TrainingRun(plan, initial, train, validation, new TrainingListener() {})
            .run(null, () -> false);
  }
}
