package io.streamsight.trainer.training;

import static io.streamsight.trainer.training.Recorder.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.run.FineTuning;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingOutcome.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is killed and goes on elsewhere gives what it would have given undisturbed. */
class ResumedRunTest {
  private static final Architecture TINY =
      new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
  private static final int BATCH = 16;

  private static Examples train;
  private static Examples validation;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    // 51: with batches of 16, a short one at the end of each epoch.
    train = Drawings.write(folder.resolve("train"), 51, 24, 2, 1);
    validation = Drawings.write(folder.resolve("validation"), 21, 24, 2, 2);
  }

  @AfterAll
  static void close() throws IOException {
    train.close();
    validation.close();
  }

  static List<Recipe> recipes() {
    return List.of(
        Recipe.KERAS,
        Recipe.QUICK,
        Recipe.STRONG,
        // What none of them has.
        Recipe.of(
            "strong", Map.of("optimizer", "adam", "weightDecay", 0, "cutmix", 1, "keep", "last")));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void shouldGiveTheSameBitsWhenStoppedAndResumed(Recipe recipe) {
    resume(new TrainingPlan(TINY, recipe, 3, 3, BATCH), null);
  }

  @Test
  void shouldGiveTheSameBitsWhenFineTuningIsStoppedAndResumed() {
    InitialWeights initial;
    try (Net parent = Net.create(TINY, 99)) {
      initial = new InitialWeights(parent.values(), true);
    }
    FineTuning fineTuning = new FineTuning(new ModelVersionId("pets", 3), true, 1);
    resume(new TrainingPlan(TINY, fineTuning, Recipe.STRONG, 3, 3, BATCH), initial);
  }

  private static void resume(TrainingPlan plan, InitialWeights initial) {
    Recorder whole = new Recorder();
    Finished uninterrupted = finish(plan, initial, null, whole);

    AtomicBoolean stop = new AtomicBoolean();
    byte[][] saved = {null};
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void checkpoint(int epoch, byte[] state) {
            saved[0] = state;
            stop.set(true);
          }
        };
    TrainingOutcome first = run(plan, initial, null, stopping, stop::get);
    assertThat(first).isEqualTo(new Stopped(1));

    Recorder rest = new Recorder();
    Finished resumed = finish(plan, initial, saved[0], rest);

    try (Net a = uninterrupted.net();
        Net b = resumed.net()) {
      assertSameBits(b.values(), a.values());
      // The states' headers differ in what the clock said, not in the arrays.
      Checkpoint expected = whole.after(3);
      Checkpoint actual = rest.after(3);
      assertSameBits(actual.weights(), expected.weights());
      assertSameBits(actual.optimizer(), expected.optimizer());
      assertSameBits(actual.standing().keptWeights(), expected.standing().keptWeights());
      assertSameBits(actual.averages(), expected.averages());
      assertThat(whole.announcedBytes)
          .as("what is announced before the first step")
          .isEqualTo(rest.announcedBytes)
          .isBetween((long) saved[0].length, saved[0].length + 100_000L);
      assertThat(actual.step()).isEqualTo(expected.step());
      assertThat(actual.standing().best().epoch()).isEqualTo(expected.standing().best().epoch());
      assertThat(actual.standing().kept().epoch()).isEqualTo(expected.standing().kept().epoch());
    }
    assertThat(rest.results).extracting(EpochResult::epoch).containsExactly(2, 3);
  }

  @Test
  void shouldRefuseTheCheckpointOfAnotherPlan() {
    Recorder recorder = new Recorder();
    finish(new TrainingPlan(TINY, Recipe.QUICK, 1, 1, BATCH), null, null, recorder).net().close();
    TrainingPlan other = new TrainingPlan(TINY, Recipe.QUICK, 2, 1, BATCH);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(other, null, recorder.states.get(1), recorder))
        .withMessageContaining("seed=1")
        .withMessageContaining("seed=2");
    TrainingPlan fineTuned =
        new TrainingPlan(
            TINY,
            new FineTuning(new ModelVersionId("pets", 3), false, 0),
            Recipe.QUICK,
            1,
            1,
            BATCH);
    InitialWeights initial = new InitialWeights(recorder.after(1).weights(), false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> finish(fineTuned, initial, recorder.states.get(1), recorder))
        .withMessageContaining("fineTuning=null")
        .withMessageContaining("from=pets/3");
  }

  private static Finished finish(
      TrainingPlan plan, InitialWeights initial, byte[] state, TrainingListener listener) {
    return (Finished) run(plan, initial, state, listener, () -> false);
  }

  private static TrainingOutcome run(
      TrainingPlan plan,
      InitialWeights initial,
      byte[] state,
      TrainingListener listener,
      BooleanSupplier stop) {
    return new TrainingRun(plan, initial, train, validation, listener).run(state, stop);
  }
}
