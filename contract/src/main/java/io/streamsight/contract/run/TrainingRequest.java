package io.streamsight.contract.run;

import io.streamsight.contract.dataset.SplitKey;
import java.util.Set;

/**
 * What to train, from what, and how: the value of {@code training-requests} and the body of {@code
 * POST /runs}. Absent fields take the defaults of the book's experiment.
 *
 * @param model the name under which the result gets a version
 * @param imageSize height and width of the net's input, pixels, 16 to 512; 180
 * @param epochs 1 to 10,000; 100
 * @param batchSize 2 to 1,024; 32
 */
public record TrainingRequest(
    String model,
    String dataset,
    String architecture,
    String recipe,
    Integer imageSize,
    Integer epochs,
    Integer batchSize,
    Long seed) {
  private static final Set<String> ARCHITECTURES = Set.of("mini-xception");
  private static final Set<String> RECIPES = Set.of("keras", "quick");

  public TrainingRequest {
    SplitKey.requireName(model);
    SplitKey.requireName(dataset);
    architecture = oneOf("architecture", architecture, "mini-xception", ARCHITECTURES);
    recipe = oneOf("recipe", recipe, "keras", RECIPES);
    imageSize = within("imageSize", imageSize, 180, 16, 512);
    epochs = within("epochs", epochs, 100, 1, 10_000);
    batchSize = within("batchSize", batchSize, 32, 2, 1_024);
    seed = seed == null ? Long.valueOf(0) : seed;
  }

  private static String oneOf(String name, String value, String standard, Set<String> known) {
    String chosen = value == null ? standard : value;
    if (!known.contains(chosen)) {
      throw new IllegalArgumentException(
          "%s '%s' is none of %s".formatted(name, chosen, known.stream().sorted().toList()));
    }
    return chosen;
  }

  private static Integer within(String name, Integer value, int standard, int min, int max) {
    int chosen = value == null ? standard : value;
    if (chosen < min || chosen > max) {
      throw new IllegalArgumentException(
          "%s %d is not within %d to %d".formatted(name, chosen, min, max));
    }
    return chosen;
  }
}
