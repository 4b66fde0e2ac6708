package io.streamsight.contract.run;

/**
 * The value of {@code training-events}, keyed by run id: how far a run is. Fields that are not
 * known yet are absent.
 *
 * @param kind what the event marks
 * @param epoch from 1
 * @param step within the epoch, from 1
 * @param loss mean of the epoch so far, training images
 * @param accuracy mean of the epoch so far, 0 to 1
 * @param secondsLeft of the whole run, estimated
 */
public record TrainingEvent(
    String runId,
    Kind kind,
    String detail,
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
    Double secondsLeft) {
  public enum Kind {
    /** Reading the data set, scoring, publishing: {@code detail} says which. */
    PHASE,
    /** Several times an epoch. */
    PROGRESS,
    /** At the end of an epoch, with validation. */
    EPOCH
  }

  public static TrainingEvent phase(String runId, String detail) {
    return new TrainingEvent(
        runId,
        Kind.PHASE,
        detail,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
