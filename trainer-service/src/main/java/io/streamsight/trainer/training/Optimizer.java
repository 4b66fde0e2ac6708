package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Turns gradients into steps. Ours, because DJL's hide their moments (no checkpoint) or lack the
 * rule.
 */
abstract sealed class Optimizer permits RmsProp, Adam {
  private final TrainedWeights weights;
  private final NamedArrays state;

  Optimizer(TrainedWeights weights, String... state) {
    this.weights = weights;
    this.state = new NamedArrays(weights, state);
  }

  static Optimizer of(Recipe recipe, TrainedWeights weights) {
    return switch (recipe.optimizer()) {
      case RMSPROP -> new RmsProp(weights);
      case ADAM -> new Adam(weights);
      case ADAMW -> new AdamW(weights, (float) recipe.weightDecay());
    };
  }

  /**
   * @param gradient of all trained weights, in a manager that is closed after the step
   * @param t this step's number, from 1
   */
  final void step(NDArray gradient, long t, float rate) {
    weights.subtract(change(gradient, t, rate));
  }

  /**
   * What is taken from the weights.
   *
   * @param gradient which stays as it is; temporary arrays belong to its manager
   */
  abstract NDArray change(NDArray gradient, long t, float rate);

  /** As the constructor was given it: what is kept from step to step. */
  final NDArray state(String name) {
    return state.get(name);
  }

  /** For numbers that do not change. */
  final NDArray scalar(float value) {
    return Scalar.of(weights.manager(), value);
  }

  /** A copy of the state by name and path. */
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
