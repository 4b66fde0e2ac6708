package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.streamsight.trainer.net.Net;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns the gradients of a net into a step, in place. Ours, because DJL's hide their moments (no
 * checkpoint) or lack the rule. The state's arrays belong to the net's manager.
 */
abstract sealed class Optimizer permits RmsProp, AdamW {
  private final Net net;
  private final Map<String, NDArray> state = new LinkedHashMap<>();

  Optimizer(Net net, String... slots) {
    this.net = net;
    net.parameters()
        .forEach(
            (path, parameter) -> {
              if (parameter.requiresGradient()) {
                for (String slot : slots) {
                  state.put(key(slot, path), net.manager().zeros(parameter.getShape()));
                }
              }
            });
  }

  static Optimizer of(Recipe recipe, Net net) {
    return switch (recipe.optimizer()) {
      case RMSPROP -> new RmsProp(net);
      case ADAMW -> new AdamW(net, (float) recipe.weightDecay());
    };
  }

  /**
   * One step along the gradients that the last backward pass left, which are zero afterwards.
   *
   * @param t this step's number, from 1
   */
  final void step(long t, float rate) {
    for (Map.Entry<String, Parameter> entry : net.parameters().entrySet()) {
      if (entry.getValue().requiresGradient()) {
        try (NDManager scratch = net.manager().newSubManager()) {
          NDArray weight = entry.getValue().getArray();
          NDArray gradient = weight.getGradient();
          gradient.attach(scratch);
          update(entry.getKey(), weight, gradient, t, rate);
          JniUtils.zeroGrad((PtNDArray) weight);
        }
      }
    }
  }

  /**
   * @param gradient temporary arrays made from it are freed after the update; those made from the
   *     weight or the state are not
   */
  abstract void update(String path, NDArray weight, NDArray gradient, long t, float rate);

  final NDArray state(String slot, String path) {
    return state.get(key(slot, path));
  }

  private static String key(String slot, String path) {
    return slot + ":" + path;
  }

  /** A copy of the state by slot and path. */
  final Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    state.forEach((key, array) -> values.put(key, array.toFloatArray()));
    return values;
  }

  /**
   * @param values as {@link #values} gave them
   */
  final void setValues(Map<String, float[]> values) {
    if (!values.keySet().equals(state.keySet())) {
      throw new IllegalArgumentException(
          "The state is not a %s's: %s".formatted(getClass().getSimpleName(), values.keySet()));
    }
    values.forEach(
        (key, value) -> {
          NDArray array = state.get(key);
          // A duplicate, so that the engine owns the memory and not a Java buffer.
          try (NDArray wrapped = net.manager().create(value, array.getShape())) {
            array.intern(wrapped.duplicate());
          }
        });
  }
}
