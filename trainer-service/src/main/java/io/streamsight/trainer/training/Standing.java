package io.streamsight.trainer.training;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The best epoch so far, and the one whose weights the model would have now.
 *
 * @param best null before the first epoch
 * @param kept null before the first epoch
 * @param keptWeights of the net as it was scored, statistics included
 */
record Standing(EpochResult best, EpochResult kept, Map<String, float[]> keptWeights) {
  static final Standing NONE = new Standing(null, null, Map.of());

  /**
   * @param weights of the epoch that was just scored
   */
  Standing after(EpochResult result, Recipe.Keep keep, Supplier<Map<String, float[]>> weights) {
    boolean better = result.isBetterThan(best);
    EpochResult newBest = better ? result : best;
    return better || keep == Recipe.Keep.LAST
        ? new Standing(newBest, result, weights.get())
        : new Standing(newBest, kept, keptWeights);
  }

  /** Whether nothing was better for so many epochs. */
  boolean isStale(int epoch, int patience) {
    return patience > 0 && best != null && epoch - best.epoch() >= patience;
  }
}
