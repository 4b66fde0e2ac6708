package io.streamsight.trainer.training;

import io.streamsight.trainer.net.Architecture;

/**
 * All that decides what a run computes, besides its images.
 *
 * @param seed of weights, order, augmentation, dropout
 * @param epochs 1 or more
 * @param batchSize 2 or more: batch norm has no variance of one value
 */
public record TrainingPlan(
    Architecture architecture, Recipe recipe, long seed, int epochs, int batchSize) {
  public TrainingPlan {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs %d is below 1".formatted(epochs));
    }
    if (batchSize < 2) {
      throw new IllegalArgumentException("batchSize %d is below 2".formatted(batchSize));
    }
  }
}
