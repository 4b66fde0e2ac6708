package io.streamsight.contract.run;

import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.registry.ModelVersionId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to train, from what, and how: the value of {@code training-requests} and the body of {@code
 * POST /runs}. Absent fields (null) take what the repeated version had, or the version that
 * fine-tuning starts from, or else the book's experiment.
 *
 * <p>Which names and ranges are known is the trainer's matter, and not checked here: every release
 * must be able to read what a later one was asked for, or it would number versions differently.
 *
 * @param model the name under which the result gets a version; absent in a repetition: the
 *     version's own
 * @param dataset may be absent in a repetition only
 * @param architecture name of the net; {@code mini-xception}
 * @param width filters of the first block
 * @param blocks how many
 * @param recipe name of the recipe; {@code keras}
 * @param settings of the recipe that shall be others, by name
 * @param imageSize height and width of the net's input, pixels; the architecture's own
 * @param epochs 100
 * @param batchSize 32
 * @param seed of weights, order, augmentation and dropout; 0
 * @param fineTuning null: from fresh weights
 * @param repeat the version whose run shall be done again, on the very data that it had
 */
public record TrainingRequest(
    String model,
    String dataset,
    String architecture,
    Integer width,
    Integer blocks,
    String recipe,
    Map<String, Object> settings,
    Integer imageSize,
    Integer epochs,
    Integer batchSize,
    Long seed,
    FineTuning fineTuning,
    ModelVersionId repeat) {
  public TrainingRequest {
    model = requireName("model", model == null && repeat != null ? repeat.model() : model);
    if (dataset != null || repeat == null) {
      requireName("dataset", dataset);
    }
    // Sorted: they end up in the ONNX file, whose bytes must not depend on the process.
    settings =
        Collections.unmodifiableSortedMap(
            settings == null ? new TreeMap<>() : new TreeMap<>(settings));
  }

  private static String requireName(String field, String name) {
    if (name == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    try {
      return SplitKey.requireName(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  /** The book's experiment. */
  public static TrainingRequest of(String model, String dataset) {
    return new TrainingRequest(
        model, dataset, null, null, null, null, null, null, null, null, null, null, null);
  }

  public TrainingRequest withRecipe(String recipe, Map<String, Object> settings) {
    return new TrainingRequest(
        model,
        dataset,
        architecture,
        width,
        blocks,
        recipe,
        settings,
        imageSize,
        epochs,
        batchSize,
        seed,
        fineTuning,
        repeat);
  }

  public TrainingRequest withScale(Integer imageSize, Integer epochs, Integer batchSize) {
    return new TrainingRequest(
        model,
        dataset,
        architecture,
        width,
        blocks,
        recipe,
        settings,
        imageSize,
        epochs,
        batchSize,
        seed,
        fineTuning,
        repeat);
  }

  public TrainingRequest withSeed(Long seed) {
    return new TrainingRequest(
        model,
        dataset,
        architecture,
        width,
        blocks,
        recipe,
        settings,
        imageSize,
        epochs,
        batchSize,
        seed,
        fineTuning,
        repeat);
  }
}
