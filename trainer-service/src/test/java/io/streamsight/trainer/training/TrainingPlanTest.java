package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamsight.trainer.net.Architecture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTest {
  @ParameterizedTest
  @CsvSource({"180, 1, 180", "180, 0.8, 144", "160, 0.8, 128", "99, 0.5, 50"})
  void shouldTrainOnAShareOfTheImageSize(int imageSize, double share, int side) {
    assertThat(plan(Architecture.miniXception(imageSize, 2), share).trainSide()).isEqualTo(side);
  }

  @Test
  void shouldRefuseAnotherTrainingSizeForANetThatTakesOneSize() {
    Architecture baseline = new Architecture(Architecture.BASELINE_CONVNET, 180, 2, 32, 5);
    assertThat(plan(baseline, 1).trainSide()).isEqualTo(180);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(baseline, 0.8))
        .withMessage(
            "trainSize 0.8: a baseline-convnet takes pictures of one size only, set it to 1");
  }

  @Test
  void shouldRefuseATrainingSizeInWhichThereIsNothingToSee() {
    assertThat(plan(Architecture.miniXception(32, 2), 0.5).trainSide()).isEqualTo(16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(Architecture.miniXception(30, 2), 0.5))
        .withMessage("trainSize 0.5 of imageSize 30 is less than 16");
  }

  private static TrainingPlan plan(Architecture architecture, double trainSize) {
    Recipe recipe = Recipe.of("strong", Map.of("trainSize", trainSize));
    return new TrainingPlan(architecture, recipe, 0, 1, 32);
  }
}
