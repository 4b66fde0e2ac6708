package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a checkpoint holds of each trained weight besides its value: long arrays as {@link
 * TrainedWeights} has them, zeros at first, and in the checkpoint by the weights' paths. They
 * belong to the net.
 */
final class NamedArrays {
  private final TrainedWeights weights;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * @param prefixes of the paths, one for each array
   */
  NamedArrays(TrainedWeights weights, String... prefixes) {
    this.weights = weights;
    for (String prefix : prefixes) {
      arrays.put(prefix, weights.manager().zeros(weights.shape()));
    }
  }

  boolean areNone() {
    return arrays.isEmpty();
  }

  NDArray get(String prefix) {
    return arrays.get(prefix);
  }

  /** A copy of all. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach(
        (prefix, array) -> {
          FloatBuffer all = FloatBuffer.wrap(array.toFloatArray());
          weights
              .lengths()
              .forEach(
                  (path, length) -> {
                    float[] part = new float[length];
                    all.get(part);
                    values.put(prefix + path, part);
                  });
        });
    return values;
  }

  /**
   * @param values as {@link #values} gave them
   */
  void setValues(Map<String, float[]> values) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    values.forEach((name, value) -> lengths.put(name, value.length));
    if (!lengths.equals(lengths())) {
      throw new IllegalArgumentException(
          "The values are of %s, not of %s".formatted(lengths, lengths()));
    }
    arrays.forEach(
        (prefix, array) -> {
          FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(array.size()));
          weights.lengths().keySet().forEach(path -> all.put(values.get(prefix + path)));
          // A duplicate, so that the engine owns the memory and not a Java buffer.
          try (NDArray wrapped = weights.manager().create(all.array())) {
            array.intern(wrapped.duplicate());
          }
        });
  }

  private Map<String, Integer> lengths() {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (String prefix : arrays.keySet()) {
      weights.lengths().forEach((path, length) -> lengths.put(prefix + path, length));
    }
    return lengths;
  }
}
