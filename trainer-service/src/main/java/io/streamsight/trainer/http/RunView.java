package io.streamsight.trainer.http;

import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;

/**
 * A run as it is now; what is not known (yet) is absent.
 *
 * @param state queued, running, succeeded or failed
 * @param phase what a running one is doing
 * @param version that it made
 * @param reason code of the failure
 * @param error what happened
 */
public record RunView(
    String runId,
    String model,
    String state,
    String phase,
    TrainingRequest request,
    Integer epoch,
    Integer epochs,
    Integer step,
    Integer steps,
    Double loss,
    Double accuracy,
    Double validationLoss,
    Double validationAccuracy,
    Double imagesPerSecond,
    Double secondsLeft,
    Integer version,
    String reason,
    String error) {
  private static final TrainingEvent NOTHING = TrainingEvent.phase("", null);

  static RunView of(Run run, boolean leased, TrainingEvent latest) {
    TrainingEvent e = latest == null ? NOTHING : latest;
    return new RunView(
        run.runId(),
        run.request().model(),
        switch (run.state()) {
          case OPEN -> leased ? "running" : "queued";
          case SUCCEEDED -> "succeeded";
          case FAILED -> "failed";
        },
        e.detail(),
        run.request(),
        e.epoch(),
        e.epochs(),
        e.step(),
        e.steps(),
        e.loss(),
        e.accuracy(),
        e.validationLoss(),
        e.validationAccuracy(),
        e.imagesPerSecond(),
        e.secondsLeft(),
        run.version(),
        run.reason(),
        run.detail());
  }
}
