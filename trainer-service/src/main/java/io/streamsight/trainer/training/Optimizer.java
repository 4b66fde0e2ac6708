package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.streamsight.trainer.net.Net;
import java.util.Map;

/**
 * Turns the gradients of a net into a step, in place. Ours, because DJL's hide their moments (no
 * checkpoint) or lack the rule. The state's arrays belong to the net's manager.
 */
abstract sealed class Optimizer permits RmsProp, Adam {
  private final Net net;
  private final NamedArrays state;

  Optimizer(Net net, String... slots) {
    this.net = net;
    state = new NamedArrays(net.manager());
    net.parameters()
        .forEach(
            (path, parameter) -> {
              if (parameter.requiresGradient()) {
                for (String slot : slots) {
                  state.addZeros(key(slot, path), parameter.getShape());
                }
              }
            });
  }

  static Optimizer of(Recipe recipe, Net net) {
    return switch (recipe.optimizer()) {
      case RMSPROP -> new RmsProp(net);
      case ADAM -> new Adam(net);
      case ADAMW -> new AdamW(net, (float) recipe.weightDecay());
    };
  }

  /**
   * One step along the gradients that the last backward pass left, which are zero afterwards.
   *
   * @param t this step's number, from 1
   * @param scale what the gradients are multiplied with first
   */
  final void step(long t, float rate, float scale) {
    for (Map.Entry<String, Parameter> entry : net.parameters().entrySet()) {
      if (entry.getValue().requiresGradient()) {
        try (NDManager scratch = net.manager().newSubManager()) {
          NDArray weight = entry.getValue().getArray();
          NDArray gradient = weight.getGradient();
          gradient.attach(scratch);
          if (scale != 1) {
            gradient.muli(scale);
          }
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
    return state.values();
  }

  /**
   * @param values as {@link #values} gave them
   */
  final void setValues(Map<String, float[]> values) {
    state.setValues(values);
  }
}
