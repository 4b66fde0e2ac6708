package io.streamsight.trainer.training;

import io.streamsight.contract.run.FineTuning;
import io.streamsight.trainer.net.Architecture;

/**
 * All that decides what a run computes, besides its images.
 *
 * @param fineTuning null: from fresh weights
 * @param seed of weights, order, augmentation, dropout
 * @param epochs 1 to 10,000
 * @param batchSize 2 to 1,024: batch norm has no variance of one value
 */
public record TrainingPlan(
    Architecture architecture,
    FineTuning fineTuning,
    Recipe recipe,
    long seed,
    int epochs,
    int batchSize) {
  public TrainingPlan {
    if (epochs < 1 || epochs > 10_000) {
      throw new IllegalArgumentException("epochs %d is not within 1 to 10,000".formatted(epochs));
    }
    if (batchSize < 2 || batchSize > 1_024) {
      throw new IllegalArgumentException(
          "batchSize %d is not within 2 to 1,024".formatted(batchSize));
    }
  }

  /** From fresh weights. */
  public TrainingPlan(
      Architecture architecture, Recipe recipe, long seed, int epochs, int batchSize) {
    this(architecture, null, recipe, seed, epochs, batchSize);
  }
}
