package io.streamsight.trainer.training;

import io.streamsight.contract.run.FineTuning;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Topology;

/**
 * All that decides what a run computes, besides its images.
 *
 * @param fineTuning which version's weights it starts with, and which of them stay; null: from
 *     fresh weights
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
    if (fineTuning != null
        && (fineTuning.frozenBlocks() < 0 || fineTuning.frozenBlocks() > architecture.blocks())) {
      throw new IllegalArgumentException(
          "frozenBlocks %d is not within 0 to %d"
              .formatted(fineTuning.frozenBlocks(), architecture.blocks()));
    }
    if (recipe.trainSize() < 1) {
      requireTrainable(architecture, recipe.trainSize());
    }
  }

  private static void requireTrainable(Architecture architecture, double share) {
    Topology topology = Topology.named(architecture.name());
    if (!topology.takesAnySize()) {
      throw new IllegalArgumentException(
          "trainSize %s: a %s takes pictures of one size only, set it to 1"
              .formatted(share, architecture.name()));
    }
    int smallest = topology.smallestImageSize(architecture.blocks());
    if (side(architecture, share) < smallest) {
      throw new IllegalArgumentException(
          "trainSize %s of imageSize %d is less than %d"
              .formatted(share, architecture.imageSize(), smallest));
    }
  }

  /** Height and width of the pictures that are trained on, pixels. */
  public int trainSide() {
    return side(architecture, recipe.trainSize());
  }

  private static int side(Architecture architecture, double share) {
    return (int) Math.round(architecture.imageSize() * share);
  }

  /** From fresh weights. */
  public TrainingPlan(
      Architecture architecture, Recipe recipe, long seed, int epochs, int batchSize) {
    this(architecture, null, recipe, seed, epochs, batchSize);
  }

  /**
   * @param request with nothing left open
   * @throws IllegalArgumentException that shows the value which no run can have
   */
  public static TrainingPlan of(TrainingRequest request, int classes) {
    return new TrainingPlan(
        Architecture.of(request, classes),
        request.fineTuning(),
        Recipe.of(request.recipe(), request.settings()),
        request.seed(),
        request.epochs(),
        request.batchSize());
  }

  /**
   * What a checkpoint of this plan takes at most.
   *
   * @param parameters of the net, statistics included
   */
  public long checkpointBytes(long parameters) {
    int moments = recipe.optimizer() == Recipe.OptimizerKind.RMSPROP ? 1 : 2;
    int averages = recipe.weightAveraging() > 0 ? 1 : 0;
    // The net as it is and as it is kept.
    return Checkpoint.HEADER_BYTES + parameters * Float.BYTES * (2 + moments + averages);
  }
}
