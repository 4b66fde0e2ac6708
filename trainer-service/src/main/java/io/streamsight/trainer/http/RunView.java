package io.streamsight.trainer.http;

import io.streamsight.contract.registry.Repetition;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.registry.RunCourse;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run as it is now; what is not known (yet) is absent.
 *
 * @param state queued, running, succeeded, failed or cancelled
 * @param phase what was done last
 * @param worker who works on it, while it is running
 * @param device that it computes on: cpu or cuda
 * @param request complete: with everything that it left open; absent when a later release wrote it
 * @param epoch the latest that was begun, from 1
 * @param step within it, from 1
 * @param loss mean of that epoch so far, on training images
 * @param accuracy likewise, 0 to 1
 * @param validationLoss of the last epoch that ended
 * @param validationAccuracy likewise, 0 to 1
 * @param learningRate of its last step
 * @param secondsLeft of the whole run, estimated, while it is running
 * @param bestEpoch with the highest validation accuracy so far
 * @param version that it made
 * @param repetition whether it came to the same as the run that it repeated
 * @param reason code of the failure
 * @param error what happened
 */
public record RunView(
    String runId,
    String model,
    String state,
    String phase,
    String worker,
    String device,
    TrainingRequest request,
    Integer epoch,
    Integer epochs,
    Integer step,
    Integer steps,
    Double loss,
    Double accuracy,
    Double validationLoss,
    Double validationAccuracy,
    Double learningRate,
    Double imagesPerSecond,
    Double secondsLeft,
    Integer bestEpoch,
    Double bestValidationAccuracy,
    Integer version,
    Repetition repetition,
    String reason,
    String error,
    Instant requestedAt,
    Instant endedAt) {

  /**
   * @param worker who holds the run; null when nobody does
   */
  static RunView of(Run run, String worker, RunCourse course) {
    Optional<TrainingEvent> latest = Optional.ofNullable(course.latest());
    Optional<TrainingEvent> numbers = Optional.ofNullable(course.numbers());
    Optional<TrainingEvent> ended = course.lastEpoch();
    Optional<TrainingEvent> best = course.bestEpoch();
    boolean running = run.isOpen() && worker != null;
    return new RunView(
        run.runId(),
        run.model(),
        state(run, running),
        value(latest, TrainingEvent::detail),
        running ? worker : null,
        value(latest, TrainingEvent::device),
        run.request(),
        value(numbers, TrainingEvent::epoch),
        value(numbers, TrainingEvent::epochs),
        value(numbers, TrainingEvent::step),
        value(numbers, TrainingEvent::steps),
        value(numbers, TrainingEvent::loss),
        value(numbers, TrainingEvent::accuracy),
        value(ended, TrainingEvent::validationLoss),
        value(ended, TrainingEvent::validationAccuracy),
        value(ended, TrainingEvent::learningRate),
        value(numbers, TrainingEvent::imagesPerSecond),
        running ? value(numbers, TrainingEvent::secondsLeft) : null,
        value(best, TrainingEvent::epoch),
        value(best, TrainingEvent::validationAccuracy),
        run.version(),
        run.repetition(),
        run.reason(),
        run.detail(),
        Instant.ofEpochMilli(run.requestedAt()),
        run.endedAt() == null ? null : Instant.ofEpochMilli(run.endedAt()));
  }

  private static String state(Run run, boolean running) {
    return switch (run.state()) {
      case OPEN -> running ? "running" : "queued";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    };
  }

  private static <T> T value(Optional<TrainingEvent> event, Function<TrainingEvent, T> field) {
    return event.map(field).orElse(null);
  }
}
