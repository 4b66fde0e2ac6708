package io.streamsight.trainer.training;

import static io.streamsight.trainer.training.Settings.requireWithin;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a net is trained: a named set of settings, each of which a run may have otherwise.
 *
 * @param name of the recipe that it began as
 * @param learningRate the highest one, above 0
 * @param warmUp share of all steps over which the rate rises from near 0; 0 to 0.9
 * @param schedule what the rate does then
 * @param weightDecay of {@link OptimizerKind#ADAMW}: share of a weight taken off at each step,
 *     times the rate; only of weights with two or more dimensions; 0 to 1
 * @param gradientNorm all gradients of a step are made smaller together when the root of the sum of
 *     their squares is above this; 0: never
 * @param labelSmoothing share of each target that is spread evenly over all classes; 0 to 0.9
 * @param mixup alpha of the beta distribution that two images' shares are drawn from; 0: off, else
 *     0.01 to 2. With cutmix too, each pair of images draws which
 * @param cutmix the same for a rectangle of one image in another
 * @param weightAveraging decay of the exponential moving average of the weights that is scored and
 *     kept, ramped: (1 + t) / (10 + t) in the first steps; 0: off; below 1
 * @param statisticsBatches so many batches of unaugmented training images make the batch-norm
 *     statistics anew before each scoring; 0: the running ones are taken as they are, which needs
 *     weights that are not averaged
 * @param patience a run ends after so many epochs without a better one; 0: never
 * @param keep which epoch's weights the model has
 * @param trainSize height and width of the pictures that are trained on, as a share of the image
 *     size, at which the net is scored and serves; 0.5 to 1, 1: the same, and so is 0, as the state
 *     of a run of an earlier release has it. A part that is cut out and stretched shows things
 *     larger than whole pictures do; smaller training pictures make up for it, and cost less
 *     (Touvron et al., "Fixing the train-test resolution discrepancy", 2019)
 */
public record Recipe(
    String name,
    OptimizerKind optimizer,
    double learningRate,
    double warmUp,
    Schedule schedule,
    double weightDecay,
    double gradientNorm,
    double labelSmoothing,
    double mixup,
    double cutmix,
    double weightAveraging,
    int statisticsBatches,
    int patience,
    Keep keep,
    double trainSize,
    Augmentation augmentation) {

  /** Which rule turns a gradient into a step. */
  public enum OptimizerKind {
    RMSPROP,
    ADAM,
    ADAMW
  }

  /** Of the learning rate after warm-up: stays, or falls to 0 along half a cosine. */
  public enum Schedule {
    CONSTANT,
    COSINE
  }

  /** Best on validation, or last. */
  public enum Keep {
    BEST,
    LAST
  }

  public Recipe {
    if (!(learningRate > 0 && learningRate <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("learningRate %s is not above 0".formatted(learningRate));
    }
    requireWithin("warmUp", warmUp, 0, 0.9);
    requireWithin("weightDecay", weightDecay, 0, 1);
    requireWithin("gradientNorm", gradientNorm, 0, 1e6);
    requireWithin("labelSmoothing", labelSmoothing, 0, 0.9);
    requireAlpha("mixup", mixup);
    requireAlpha("cutmix", cutmix);
    requireWithin("weightAveraging", weightAveraging, 0, 0.99999);
    requireWithin("statisticsBatches", statisticsBatches, 0, 10_000);
    requireWithin("patience", patience, 0, 10_000);
    trainSize = trainSize == 0 ? 1 : trainSize;
    requireWithin("trainSize", trainSize, 0.5, 1);
    if (weightDecay > 0 && optimizer != OptimizerKind.ADAMW) {
      throw new IllegalArgumentException(
          "weightDecay %s is of the optimizer adamw, not of %s: set it to 0"
              .formatted(weightDecay, Settings.nameOf(optimizer)));
    }
    if (weightAveraging > 0 && statisticsBatches == 0) {
      throw new IllegalArgumentException(
          "weightAveraging %s needs statisticsBatches above 0: the running statistics are of other"
                  .formatted(weightAveraging)
              + " weights");
    }
  }

  /** The distribution's draws are found by rejection: of a lower alpha none would be accepted. */
  private static void requireAlpha(String name, double value) {
    if (value != 0 && !(value >= 0.01 && value <= 2)) {
      throw new IllegalArgumentException(
          "%s %s is neither 0 (off) nor within 0.01 to 2".formatted(name, value));
    }
  }

  /** Everything that can be off is. */
  private static final Recipe PLAIN =
      new Recipe(
          "plain",
          OptimizerKind.RMSPROP,
          1e-3,
          0,
          Schedule.CONSTANT,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          Keep.BEST,
          1,
          Augmentation.NONE);

  /** What a version of the first release has: all settings but those that came later. */
  private static final Set<String> FIRST_SETTINGS = firstSettings();

  private static Set<String> firstSettings() {
    Set<String> names = new TreeSet<>(PLAIN.settings().keySet());
    names.remove("trainSize");
    return names;
  }

  /** The book's: Chollet, "Deep Learning with Python", second edition, chapter 9. */
  public static final Recipe KERAS =
      PLAIN.as("keras", Map.of("flip", true, "rotation", 0.1, "zoom", 0.2));

  /**
   * For a few epochs: the rate ends at 0, so the last epoch is as good as the best one; running
   * statistics, which lag by hundreds of steps, are computed anew.
   */
  public static final Recipe QUICK =
      PLAIN.as(
          "quick",
          Map.of(
              "optimizer", "adamw",
              "learningRate", 2e-3,
              "warmUp", 0.1,
              "schedule", "cosine",
              "weightDecay", 0.05,
              "statisticsBatches", 16,
              "flip", true,
              "rotation", 0.03,
              "zoom", 0.1));

  /** For the most accurate model, in a hundred epochs or so. */
  public static final Recipe STRONG =
      PLAIN.as(
          "strong",
          Map.ofEntries(
              entry("optimizer", "adamw"),
              entry("learningRate", 2e-3),
              entry("warmUp", 0.05),
              entry("schedule", "cosine"),
              entry("weightDecay", 0.05),
              entry("gradientNorm", 5),
              entry("labelSmoothing", 0.1),
              entry("mixup", 0.2),
              entry("weightAveraging", 0.998),
              entry("statisticsBatches", 16),
              entry("trainSize", 0.8),
              entry("flip", true),
              entry("rotation", 15 / 360.0),
              entry("crop", 0.35),
              entry("cropAspect", 4 / 3.0),
              entry("brightness", 0.3),
              entry("contrast", 0.3),
              entry("saturation", 0.3)));

  /**
   * @param name {@code keras}, {@code quick} or {@code strong}
   * @param settings that shall be others than the named recipe's; where they are all that an
   *     earlier release knew, what it did not know is off
   * @throws IllegalArgumentException naming what is unknown, of another type or out of range
   */
  public static Recipe of(String name, Map<String, Object> settings) {
    Recipe named =
        switch (name) {
          case "keras" -> KERAS;
          case "quick" -> QUICK;
          case "strong" -> STRONG;
          default ->
              throw new IllegalArgumentException(
                  "recipe '%s' is not known; known: keras, quick, strong".formatted(name));
        };
    return (settings.keySet().containsAll(FIRST_SETTINGS) ? PLAIN : named).as(name, settings);
  }

  private Recipe as(String name, Map<String, Object> others) {
    Settings settings = new Settings(settings()).with(others);
    return new Recipe(
        name,
        settings.choice("optimizer", OptimizerKind.class),
        settings.number("learningRate"),
        settings.number("warmUp"),
        settings.choice("schedule", Schedule.class),
        settings.number("weightDecay"),
        settings.number("gradientNorm"),
        settings.number("labelSmoothing"),
        settings.number("mixup"),
        settings.number("cutmix"),
        settings.number("weightAveraging"),
        settings.count("statisticsBatches"),
        settings.count("patience"),
        settings.choice("keep", Keep.class),
        settings.number("trainSize"),
        Augmentation.of(settings));
  }

  /**
   * All of them by flat name, with JSON's types: given to {@link #of} they make this recipe again,
   * also when the named one is another by then.
   */
  public SortedMap<String, Object> settings() {
    SortedMap<String, Object> settings = new TreeMap<>(augmentation.settings());
    settings.put("optimizer", Settings.nameOf(optimizer));
    settings.put("learningRate", learningRate);
    settings.put("warmUp", warmUp);
    settings.put("schedule", Settings.nameOf(schedule));
    settings.put("weightDecay", weightDecay);
    settings.put("gradientNorm", gradientNorm);
    settings.put("labelSmoothing", labelSmoothing);
    settings.put("mixup", mixup);
    settings.put("cutmix", cutmix);
    settings.put("weightAveraging", weightAveraging);
    settings.put("statisticsBatches", statisticsBatches);
    settings.put("patience", patience);
    settings.put("keep", Settings.nameOf(keep));
    settings.put("trainSize", trainSize);
    return settings;
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
    if (schedule == Schedule.CONSTANT) {
      return (float) learningRate;
    }
    double done = (step - rising) / (steps - rising);
    return (float) (learningRate * 0.5 * (1 + StrictMath.cos(Math.PI * done)));
  }
}
