package io.streamsight.trainer.training;

import static io.streamsight.trainer.training.Recorder.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingOutcome.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  private static final Architecture TINY =
      new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
  private static final int BATCH = 16;

  private static Examples train;
  private static Examples validation;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    // 83: with batches of 16, a short one at the end of each epoch.
    train = Drawings.write(folder.resolve("train"), 83, 24, 2, 1);
    validation = Drawings.write(folder.resolve("validation"), 41, 24, 2, 2);
  }

  @AfterAll
  static void close() throws IOException {
    train.close();
    validation.close();
  }

  @ParameterizedTest
  @CsvSource({"quick, 12", "strong, 30"})
  void shouldLearnDrawingsThatItHasNotSeen(String recipe, int epochs) {
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.of(recipe, Map.of()), 7, epochs, BATCH);
    Finished finished = finish(plan, null, new TrainingListener() {});
    try (Net net = finished.net()) {
      // Guessing gets 50 % right; of 41 images 3 may be wrong.
      assertThat(finished.best().validationAccuracy()).isGreaterThan(0.92);
      float[][] logits = net.logits(Drawings.read(validation), validation.count());
      long right = 0;
      for (int i = 0; i < logits.length; i++) {
        right += Loss.isRight(logits[i], validation.labels()[i]) ? 1 : 0;
      }
      assertThat(right / 41.0)
          .as("the returned net has the best epoch's weights")
          .isEqualTo(finished.best().validationAccuracy());
    }
  }

  @Test
  void shouldGiveTheSameBitsTwiceAndOthersForAnotherSeed() {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Recorder other = new Recorder();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 3, 1, BATCH), null, first).net().close();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 3, 1, BATCH), null, second).net().close();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 4, 1, BATCH), null, other).net().close();

    Map<String, float[]> weights = first.after(1).weights();
    assertSameBits(second.after(1).weights(), weights);
    assertThat(other.after(1).weights().get("conv.weight"))
        .isNotEqualTo(weights.get("conv.weight"));
  }

  @Test
  void shouldReturnTheBestEpochAndNotTheLast() {
    Recorder recorder = new Recorder();
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 7, 10, BATCH);
    Finished finished = finishUnlearnable(plan, null, recorder);
    try (Net net = finished.net()) {
      int best = finished.best().epoch();
      assertThat(best).isLessThan(10);
      assertThat(recorder.results)
          .extracting(EpochResult::validationAccuracy)
          .allMatch(accuracy -> accuracy <= finished.best().validationAccuracy());
      assertSameBits(net.values(), recorder.after(best).weights());
    }
  }

  @Test
  void shouldReturnTheLastEpochWhenTheRecipeKeepsIt() {
    Recipe last = Recipe.of("quick", Map.of("keep", "last"));
    Recorder recorder = new Recorder();
    Finished finished =
        finishUnlearnable(new TrainingPlan(TINY, last, 7, 10, BATCH), null, recorder);
    try (Net net = finished.net()) {
      assertThat(finished.best()).isEqualTo(recorder.results.get(9));
      assertSameBits(net.values(), recorder.after(10).weights());
    }
  }

  @Test
  void shouldEndEarlyWithTheBestWhenNothingGetsBetter() {
    Recipe impatient = Recipe.of("quick", Map.of("patience", 2));
    TrainingPlan plan = new TrainingPlan(TINY, impatient, 7, 50, BATCH);
    Recorder recorder = new Recorder();
    Finished finished = finishUnlearnable(plan, null, recorder);
    finished.net().close();
    int ended = recorder.results.size();
    assertThat(ended).isLessThan(50).isEqualTo(finished.best().epoch() + 2);

    Recorder resumed = new Recorder();
    Finished again = finishUnlearnable(plan, recorder.states.get(ended), resumed);
    again.net().close();
    assertThat(resumed.results).as("killed after the last epoch, nothing is left").isEmpty();
    assertThat(again.best()).isEqualTo(finished.best());
  }

  @Test
  void shouldScoreAndReturnTheAveragedWeightsAndTrainOnWithItsOwn() {
    Recipe averaged = Recipe.of("quick", Map.of("weightAveraging", 0.9, "keep", "last"));
    Recorder with = new Recorder();
    Recorder without = new Recorder();
    Finished finished = finish(new TrainingPlan(TINY, averaged, 7, 2, BATCH), null, with);
    finish(new TrainingPlan(TINY, Recipe.QUICK, 7, 2, BATCH), null, without).net().close();

    Checkpoint last = with.after(2);
    assertThat(last.averages()).hasSizeGreaterThan(10);
    last.averages()
        .keySet()
        .forEach(
            path ->
                assertThat(last.weights().get(path))
                    .as("%s goes on as if nothing was averaged", path)
                    .isEqualTo(without.after(2).weights().get(path)));
    try (Net net = finished.net()) {
      assertThat(finished.best().epoch()).isEqualTo(2);
      last.averages()
          .forEach((path, values) -> assertThat(net.values().get(path)).isEqualTo(values));
      assertThat(last.averages().get("conv.weight"))
          .isNotEqualTo(last.weights().get("conv.weight"));
    }
  }

  @Test
  void shouldTellItsProgressSeveralTimesAnEpoch() {
    Recorder recorder = new Recorder();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 1, 2, 8), null, recorder).net().close();

    // 83 images in batches of 8: ten full ones and one of three.
    assertThat(recorder.progress).hasSizeGreaterThanOrEqualTo(10);
    Progress last = recorder.progress.get(recorder.progress.size() - 1);
    assertThat(last.epoch()).isEqualTo(2);
    assertThat(last.step()).isEqualTo(11);
    assertThat(last.steps()).isEqualTo(11);
    assertThat(recorder.progress)
        .allSatisfy(
            p -> {
              assertThat(p.loss()).isBetween(0.0, 10.0);
              assertThat(p.accuracy()).isBetween(0.0, 1.0);
              assertThat(p.imagesPerSecond()).isPositive();
              assertThat(p.secondsLeft()).isPositive();
            });
    assertThat(recorder.results).hasSize(2);
  }

  @Test
  void shouldStopAfterTheStepInHandWhenAsked() {
    AtomicBoolean stop = new AtomicBoolean();
    List<Integer> seen = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void progressed(Progress progress) {
            seen.add(progress.step());
            stop.set(progress.step() == 2);
          }
        };
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 1, 5, BATCH);
    TrainingOutcome outcome =
        new TrainingRun(plan, train, validation, listener).run(null, stop::get);

    assertThat(outcome).isEqualTo(new Stopped(0));
    assertThat(seen).containsExactly(1, 2);
  }

  /**
   * Asked after each of 6 steps, once more, and after each of 5 full batches of statistics and 3 of
   * validation. A stop while the statistics were made was once not heeded.
   */
  @ParameterizedTest
  @ValueSource(ints = {9, 14})
  void shouldStopWhileItScores(int question) {
    AtomicInteger asked = new AtomicInteger();
    Recorder recorder = new Recorder();
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 1, 5, BATCH);
    TrainingOutcome outcome =
        new TrainingRun(plan, train, validation, recorder)
            .run(null, () -> asked.incrementAndGet() == question);
    assertThat(outcome).isEqualTo(new Stopped(0));
    assertThat(asked).hasValue(question);
    assertThat(recorder.states).isEmpty();
  }

  @Test
  void shouldSayWhereItDivergedWhenTheLossIsNotFinite() {
    Recorder recorder = new Recorder();
    Recipe hot = Recipe.of("keras", Map.of("learningRate", 1e30));
    TrainingPlan plan = new TrainingPlan(TINY, hot, 1, 3, BATCH);
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> finish(plan, null, recorder))
        .withMessageMatching("The loss is .* at epoch 1 of 3, step 2 of 6 of recipe keras")
        .extracting(StreamsightException::reason)
        .isEqualTo(Reason.TRAINING_DIVERGED);
    assertThat(recorder.progress).as("NaN is no JSON number").hasSize(1);
    assertThat(recorder.progress.get(0).loss()).isFinite();
  }

  @Test
  void shouldTrainMoreThanTwoClassesWithASoftmax(@TempDir Path folder) throws IOException {
    Architecture three = new Architecture(Architecture.MINI_XCEPTION, 24, 3, 16, 2);
    Examples many = Drawings.write(folder.resolve("train"), 120, 24, 3, 1);
    Examples few = Drawings.write(folder.resolve("validation"), 60, 24, 3, 2);
    TrainingPlan plan = new TrainingPlan(three, Recipe.QUICK, 7, 15, BATCH);
    try (many;
        few) {
      Finished finished =
          (Finished)
              new TrainingRun(plan, many, few, new TrainingListener() {}).run(null, () -> false);
      finished.net().close();
      // Guessing gets a third right.
      assertThat(finished.best().validationAccuracy()).isGreaterThan(0.85);
    }
  }

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.training.ResumedRunTest#recipes")
  void shouldHoldNoMoreNativeArraysAfterManySteps(Recipe recipe) {
    List<Integer> arrays = new ArrayList<>();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochResult result) {
            arrays.add(NativeArrays.count());
          }
        };
    int before = NativeArrays.count();
    finish(new TrainingPlan(TINY, recipe, 1, 4, 8), null, counting).net().close();

    assertThat(arrays).as("after epochs of 11 steps").hasSize(4);
    assertThat(arrays.get(0)).isGreaterThan(before);
    assertThat(arrays.subList(1, 4)).allMatch(count -> count.equals(arrays.get(0)));
    assertThat(NativeArrays.count()).as("after closing the net").isEqualTo(before);
  }

  /** Validation labels are swapped: the more it learns, the worse it scores. */
  private static Finished finishUnlearnable(
      TrainingPlan plan, byte[] state, TrainingListener listener) {
    int[] swapped = Arrays.stream(validation.labels()).map(label -> 1 - label).toArray();
    Examples unlearnable = new Examples(validation.pixels(), swapped);
    return (Finished) new TrainingRun(plan, train, unlearnable, listener).run(state, () -> false);
  }

  private static Finished finish(TrainingPlan plan, byte[] state, TrainingListener listener) {
    return (Finished) new TrainingRun(plan, train, validation, listener).run(state, () -> false);
  }
}
