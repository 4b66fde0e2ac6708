package io.streamsight.cli.training;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One of {@code GET /runs/{id}/epochs}: what an epoch came to; null where it isn't told.
 *
 * @param epoch from 1
 * @param epochs of the whole run, as asked for
 * @param loss mean over the augmented training images
 * @param accuracy on them, 0 to 1
 * @param learningRate of the last step
 */
record EpochResult(
    int epoch,
    Integer epochs,
    Double loss,
    Double accuracy,
    Double validationLoss,
    Double validationAccuracy,
    Double learningRate,
    Double imagesPerSecond) {
  private static final Comparator<EpochResult> BETTER =
      Comparator.comparing(EpochResult::validationAccuracy)
          .thenComparing(
              EpochResult::validationLoss,
              Comparator.nullsFirst(Comparator.<Double>reverseOrder()));

  /**
   * Most validation images right, at the lowest loss; the first of equals, as the trainer has it.
   */
  static Optional<EpochResult> best(List<EpochResult> epochs) {
    return epochs.stream()
        .filter(epoch -> epoch.validationAccuracy() != null)
        .reduce((best, next) -> BETTER.compare(next, best) > 0 ? next : best);
  }
}
