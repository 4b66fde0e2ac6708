package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void shouldLearnDrawingsThatItHasNotSeen() {
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 7, 12, BATCH);
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

  @ParameterizedTest
  @ValueSource(strings = {"keras", "quick", "strong"})
  void shouldGiveTheSameBitsWhenStoppedAndResumed(String recipe) {
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.of(recipe, Map.of()), 3, 3, BATCH);
    Recorder whole = new Recorder();
    Finished uninterrupted = finish(plan, null, whole);

    AtomicBoolean stop = new AtomicBoolean();
    Map<Integer, byte[]> states = new TreeMap<>();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void checkpoint(int epoch, byte[] state) {
            states.put(epoch, state);
            stop.set(true);
          }
        };
    TrainingOutcome first = new TrainingRun(plan, train, validation, stopping).run(null, stop::get);
    assertThat(first).isEqualTo(new Stopped(1));

    Recorder rest = new Recorder();
    Finished resumed = finish(plan, states.get(1), rest);

    try (Net a = uninterrupted.net();
        Net b = resumed.net()) {
      assertSameBits(b.values(), a.values());
      // The states' headers differ in what the clock said, not in the arrays.
      Checkpoint expected = Checkpoint.decode(whole.states.get(3));
      Checkpoint actual = Checkpoint.decode(rest.states.get(3));
      assertSameBits(actual.weights(), expected.weights());
      assertSameBits(actual.optimizer(), expected.optimizer());
      assertSameBits(actual.standing().keptWeights(), expected.standing().keptWeights());
      assertSameBits(actual.averages(), expected.averages());
      assertThat(actual.step()).isEqualTo(expected.step());
    }
    assertThat(rest.results).extracting(EpochResult::epoch).containsExactly(2, 3);
  }

  @Test
  void shouldGiveTheSameBitsTwiceAndOthersForAnotherSeed() {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Recorder other = new Recorder();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 3, 1, BATCH), null, first).net().close();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 3, 1, BATCH), null, second).net().close();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 4, 1, BATCH), null, other).net().close();

    Map<String, float[]> weights = Checkpoint.decode(first.states.get(1)).weights();
    assertSameBits(Checkpoint.decode(second.states.get(1)).weights(), weights);
    assertThat(Checkpoint.decode(other.states.get(1)).weights().get("conv.weight"))
        .isNotEqualTo(weights.get("conv.weight"));
  }

  @Test
  void shouldReturnTheBestEpochAndNotTheLast() {
    // Validation labels are swapped: the more it learns, the worse it scores.
    int[] swapped = Arrays.stream(validation.labels()).map(label -> 1 - label).toArray();
    Examples unlearnable = new Examples(validation.pixels(), swapped);
    Recorder recorder = new Recorder();
    TrainingPlan plan = new TrainingPlan(TINY, Recipe.QUICK, 7, 10, BATCH);
    Finished finished =
        (Finished) new TrainingRun(plan, train, unlearnable, recorder).run(null, () -> false);
    try (Net net = finished.net()) {
      int best = finished.best().epoch();
      assertThat(best).isLessThan(10);
      assertThat(recorder.results)
          .extracting(EpochResult::validationAccuracy)
          .allMatch(accuracy -> accuracy <= finished.best().validationAccuracy());
      assertSameBits(net.values(), Checkpoint.decode(recorder.states.get(best)).weights());
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

  @Test
  void shouldSayWhereItDivergedWhenTheLossIsNotFinite() {
    Recipe hot = Recipe.of("keras", Map.of("learningRate", 1e30));
    TrainingPlan plan = new TrainingPlan(TINY, hot, 1, 3, BATCH);
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> finish(plan, null, new TrainingListener() {}))
        .withMessageMatching("The loss is .* at epoch 1 of 3, step 2 of 6 of recipe keras")
        .extracting(StreamsightException::reason)
        .isEqualTo(Reason.TRAINING_DIVERGED);
  }

  @Test
  void shouldRefuseTheCheckpointOfAnotherPlan() {
    Recorder recorder = new Recorder();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 1, 1, BATCH), null, recorder).net().close();
    TrainingPlan other = new TrainingPlan(TINY, Recipe.QUICK, 2, 1, BATCH);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(other, recorder.states.get(1), recorder))
        .withMessageContaining("seed=1")
        .withMessageContaining("seed=2");
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

  @Test
  void shouldHoldNoMoreNativeArraysAfterManySteps() {
    List<Integer> arrays = new ArrayList<>();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void epochEnded(EpochResult result) {
            arrays.add(NativeArrays.count());
          }
        };
    int before = NativeArrays.count();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 1, 4, 8), null, counting).net().close();

    assertThat(arrays).as("after epochs of 11 steps").hasSize(4);
    assertThat(arrays.get(0)).isGreaterThan(before);
    assertThat(arrays.subList(1, 4)).allMatch(count -> count.equals(arrays.get(0)));
    assertThat(NativeArrays.count()).as("after closing the net").isEqualTo(before);
  }

  private static Finished finish(TrainingPlan plan, byte[] state, TrainingListener listener) {
    return (Finished) new TrainingRun(plan, train, validation, listener).run(state, () -> false);
  }

  private static void assertSameBits(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    // Without a tolerance: resuming must be invisible.
    expected.forEach(
        (path, values) ->
            assertThat(Arrays.equals(actual.get(path), values)).as("same %s", path).isTrue());
  }

  private static final class Recorder implements TrainingListener {
    final List<Progress> progress = new ArrayList<>();
    final List<EpochResult> results = new ArrayList<>();
    final Map<Integer, byte[]> states = new TreeMap<>();

    @Override
    public void progressed(Progress p) {
      progress.add(p);
    }

    @Override
    public void epochEnded(EpochResult result) {
      results.add(result);
    }

    @Override
    public void checkpoint(int epoch, byte[] state) {
      states.put(epoch, state);
    }
  }
}
