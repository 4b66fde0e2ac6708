package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arrays by name that a checkpoint holds besides the net. They belong to the manager. */
final class NamedArrays {
  private final NDManager manager;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  NamedArrays(NDManager manager) {
    this.manager = manager;
  }

  void addZeros(String name, Shape shape) {
    arrays.put(name, manager.zeros(shape));
  }

  NDArray get(String name) {
    return arrays.get(name);
  }

  Map<String, NDArray> all() {
    return arrays;
  }

  /** A copy of all. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  /**
   * @param values as {@link #values} gave them
   */
  void setValues(Map<String, float[]> values) {
    if (!values.keySet().equals(arrays.keySet())) {
      throw new IllegalArgumentException(
          "The values are of %s, not of %s".formatted(values.keySet(), arrays.keySet()));
    }
    values.forEach(
        (name, value) -> {
          NDArray array = arrays.get(name);
          // A duplicate, so that the engine owns the memory and not a Java buffer.
          try (NDArray wrapped = manager.create(value, array.getShape())) {
            array.intern(wrapped.duplicate());
          }
        });
  }
}
