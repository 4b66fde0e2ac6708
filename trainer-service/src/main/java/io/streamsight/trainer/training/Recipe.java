package io.streamsight.trainer.training;

import java.util.Map;

/**
 * How a net is trained.
 *
 * @param learningRate the highest one
 * @param weightDecay of {@link OptimizerKind#ADAMW}: share of a weight taken off at each step,
 *     times the rate; only of weights with two or more dimensions
 * @param warmUp share of all steps over which the rate rises from near 0; 0 to below 1
 * @param cosine whether the rate then falls to 0 along half a cosine, or stays
 * @param statisticsBatches so many batches of unaugmented training images make the batch-norm
 *     statistics anew before each scoring; 0: the running ones are taken as they are
 */
public record Recipe(
    String name,
    OptimizerKind optimizer,
    double learningRate,
    double weightDecay,
    double warmUp,
    boolean cosine,
    Augmentation augmentation,
    int statisticsBatches) {

  /** Which rule turns a gradient into a step. */
  public enum OptimizerKind {
    RMSPROP,
    ADAMW
  }

  /** The book's: Chollet, "Deep Learning with Python", second edition, chapter 9. */
  public static final Recipe KERAS =
      new Recipe(
          "keras", OptimizerKind.RMSPROP, 1e-3, 0, 0, false, new Augmentation(true, 0.1, 0.2), 0);

  /**
   * For a few epochs: the rate ends at 0, so the last epoch is as good as the best one; running
   * statistics, which lag by hundreds of steps, are computed anew.
   */
  public static final Recipe QUICK =
      new Recipe(
          "quick",
          OptimizerKind.ADAMW,
          2e-3,
          0.05,
          0.1,
          true,
          new Augmentation(true, 0.03, 0.1),
          16);

  /**
   * @param name {@code keras} or {@code quick}
   * @param settings that shall be others than the named recipe's
   */
  public static Recipe of(String name, Map<String, Object> settings) {
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException("settings %s are not known".formatted(settings.keySet()));
    }
    return switch (name) {
      case "keras" -> KERAS;
      case "quick" -> QUICK;
      default ->
          throw new IllegalArgumentException(
              "recipe '%s' is not known; known: keras, quick".formatted(name));
    };
  }

  /**
   * @param step from 0
   * @param steps of the whole run
   */
  public float rate(long step, long steps) {
    double rising = Math.floor(warmUp * steps);
    if (step < rising) {
      return (float) (learningRate * (step + 1) / (rising + 1));
    }
    if (!cosine) {
      return (float) learningRate;
    }
    double done = (step - rising) / (steps - rising);
    return (float) (learningRate * 0.5 * (1 + StrictMath.cos(Math.PI * done)));
  }
}
