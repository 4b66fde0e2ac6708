package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That gradients reach the layers which the mini Xception lacks. Pins a defect of oneDNN's AVX2
 * kernel for 1x1 convolutions, whose way back to the weights never ended with three channels.
 */
class ConvnetsLearnTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"residual-convnet, 2, 15", "residual-convnet, 3, 15", "baseline-convnet, 2, 30"})
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldLearnDrawingsThatTheyHaveNotSeen(String name, int classes, int epochs)
      throws IOException {
    Architecture architecture = new Architecture(name, 24, classes, 16, 2);
    TrainingPlan plan = new TrainingPlan(architecture, Recipe.QUICK, 7, epochs, 16);
    try (Examples train = Drawings.write(folder.resolve("train"), 96, 24, classes, 1);
        Examples validation = Drawings.write(folder.resolve("validation"), 48, 24, classes, 2)) {
      Finished finished =
          (Finished)
              new TrainingRun(plan, train, validation, new TrainingListener() {})
                  .run(null, () -> false);
      finished.net().close();
      // Guessing gets half of the 48 right, give or take 7 %.
      assertThat(finished.best().validationAccuracy()).isGreaterThan(0.75);
    }
  }
}
