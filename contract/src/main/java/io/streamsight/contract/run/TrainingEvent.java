package io.streamsight.contract.run;

/**
 * The value of {@code training-events}, keyed by run id: how far a run is. Fields that are not
 * known yet are absent.
 *
 * @param kind what the event marks
 * @param detail what is being done; with {@link Kind#PHASE} one sentence
 * @param epoch from 1
 * @param step within the epoch, from 1
 * @param loss mean of the epoch so far, training images
 * @param accuracy mean of the epoch so far, 0 to 1
 * @param validationLoss on the validation images as they are, at the end of an epoch
 * @param validationAccuracy likewise, 0 to 1
 * @param learningRate of the epoch's last step
 * @param imagesPerSecond training images of the epoch, by the wall clock
 * @param secondsLeft of the whole run, estimated
 * @param worker that says so
 * @param device that it computes on: {@code cpu} or {@code cuda}
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
    Double secondsLeft,
    String worker,
    String device) {
  public enum Kind {
    /** Reading the data set, scoring, publishing: {@code detail} says which. */
    PHASE,
    /** Several times an epoch. */
    PROGRESS,
    /** At the end of an epoch, with validation. */
    EPOCH
  }

  public static TrainingEvent phase(String runId, String detail, String worker, String device) {
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
        null,
        worker,
        device);
  }
}
