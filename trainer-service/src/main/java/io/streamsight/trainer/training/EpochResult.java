package io.streamsight.trainer.training;

/**
 * What an epoch came to.
 *
 * @param epoch from 1
 * @param loss mean over the epoch's steps, on augmented images
 * @param accuracy on augmented images, 0 to 1
 * @param validationLoss on the validation images as they are
 * @param validationAccuracy 0 to 1
 * @param learningRate of the epoch's last step
 * @param imagesPerSecond training images, by the wall clock, scoring left out
 */
public record EpochResult(
    int epoch,
    int epochs,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    double learningRate,
    double imagesPerSecond) {

  /** More validation images right, or as many at a lower loss. */
  boolean isBetterThan(EpochResult other) {
    return other == null
        || validationAccuracy > other.validationAccuracy
        || (validationAccuracy == other.validationAccuracy
            && validationLoss < other.validationLoss);
  }
}
