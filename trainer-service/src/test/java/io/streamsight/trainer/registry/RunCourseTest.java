package io.streamsight.trainer.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingEvent.Kind;
import org.junit.jupiter.api.Test;

class RunCourseTest {
  private RunCourse course = RunCourse.NONE;

  private static TrainingEvent event(Kind kind, int epoch, Double accuracy, Double loss) {
    return new TrainingEvent(
        "run",
        kind,
        "training",
        epoch,
        9,
        1,
        2,
        0.5,
        0.5,
        loss,
        accuracy,
        1e-3,
        100.0,
        7.0,
        "w",
        "cpu");
  }

  private void epoch(int epoch, double accuracy, double loss) {
    course = course.then(event(Kind.EPOCH, epoch, accuracy, loss));
  }

  @Test
  void shouldKeepTheNumbersWhenAPhaseFollows() {
    epoch(1, 0.7, 0.6);
    course = course.then(event(Kind.PROGRESS, 2, null, null));
    course = course.then(TrainingEvent.phase("run", "publishing", "w", "cpu"));

    assertThat(course.latest().detail()).isEqualTo("publishing");
    assertThat(course.numbers().epoch()).isEqualTo(2);
    assertThat(course.lastEpoch().orElseThrow().epoch()).isEqualTo(1);
  }

  @Test
  void shouldLetTheWorkerThatTookOverTellWhatCounts() {
    epoch(1, 0.7, 0.6);
    epoch(2, 0.8, 0.5);
    epoch(3, 0.9, 0.4);
    epoch(2, 0.81, 0.5);

    assertThat(course.epochs()).extracting(TrainingEvent::epoch).containsExactly(1, 2);
    assertThat(course.bestEpoch().orElseThrow().validationAccuracy()).isEqualTo(0.81);
  }

  @Test
  void shouldNotHearAWorkerThatWakesWhenAnotherHasTakenOver() {
    course = course.then(TrainingEvent.phase("run", "training", "sleeper", "cpu"));
    course = course.then(TrainingEvent.phase("run", "training", "w", "cpu"));
    epoch(1, 0.7, 0.6);
    epoch(2, 0.8, 0.5);
    TrainingEvent late =
        new TrainingEvent(
            "run",
            Kind.EPOCH,
            "training",
            1,
            9,
            1,
            2,
            0.5,
            0.5,
            0.6,
            0.7,
            1e-3,
            100.0,
            7.0,
            "sleeper",
            "cpu");

    assertThat(course.then(late)).isEqualTo(course);
  }

  @Test
  void shouldNotLetALatePhaseHideTheEpochsOfItsSuccessor() {
    course = course.then(TrainingEvent.phase("run", "training", "sleeper", "cpu"));
    course = course.then(TrainingEvent.phase("run", RunCourse.FIRST_PHASE, "w", "cpu"));
    epoch(1, 0.7, 0.6);
    course = course.then(TrainingEvent.phase("run", "scoring", "sleeper", "cpu"));
    epoch(2, 0.8, 0.5);

    assertThat(course.epochs()).extracting(TrainingEvent::epoch).containsExactly(1, 2);
    assertThat(course.latest().worker()).isEqualTo("w");
  }

  @Test
  void shouldHearAWorkerThatBeginsAnewAfterAnother() {
    course = course.then(TrainingEvent.phase("run", RunCourse.FIRST_PHASE, "w", "cpu"));
    course = course.then(TrainingEvent.phase("run", RunCourse.FIRST_PHASE, "another", "cpu"));
    epoch(1, 0.7, 0.6);
    assertThat(course.epochs()).isEmpty();

    course = course.then(TrainingEvent.phase("run", RunCourse.FIRST_PHASE, "w", "cpu"));
    epoch(1, 0.7, 0.6);
    assertThat(course.epochs()).hasSize(1);
  }

  @Test
  void shouldCallTheFirstOfTheBestEpochsTheBest() {
    assertThat(course.bestEpoch()).isEmpty();
    epoch(1, 0.8, 0.5);
    epoch(2, 0.9, 0.5);
    epoch(3, 0.9, 0.3);
    epoch(4, 0.9, 0.3);
    epoch(5, 0.7, 0.1);
    assertThat(course.bestEpoch().orElseThrow().epoch()).isEqualTo(3);
  }
}
