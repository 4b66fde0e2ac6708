package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.streamsight.trainer.net.Net;
import java.util.Map;

/**
 * An exponential moving average of the weights that are trained: average = d average + (1 - d)
 * weight after each step, with d = min(decay, (1 + t) / (10 + t)), so that the first ones, which
 * are far from any good, are soon forgotten.
 */
final class AveragedWeights {
  private static final String PREFIX = "";

  private final Net net;
  private final TrainedWeights weights;
  private final double decay;
  private final NamedArrays averages;

  /**
   * @param decay 0: there is nothing to average
   */
  AveragedWeights(Net net, TrainedWeights weights, double decay) {
    this.net = net;
    this.weights = weights;
    this.decay = decay;
    averages = decay > 0 ? new NamedArrays(weights, PREFIX) : new NamedArrays(weights);
  }

  /**
   * @param t number of the step that was taken, from 1
   */
  void add(long t) {
    if (areNone()) {
      return;
    }
    // Before the first step there is nothing to keep.
    float keep = t == 1 ? 0 : (float) Math.min(decay, (1.0 + t) / (10 + t));
    try (NDManager scratch = net.manager().newSubManager()) {
      NDArray share = weights.values(scratch).muli(Scalar.of(scratch, 1 - keep));
      averages.get(PREFIX).muli(Scalar.of(scratch, keep)).addi(share);
    }
  }

  boolean areNone() {
    return averages.areNone();
  }

  /** Makes them the net's weights; what is not averaged stays as it is. */
  void apply() {
    Map<String, float[]> values = net.values();
    values.putAll(averages.values());
    net.setValues(values);
  }

  /** A copy by path; empty when nothing is averaged. */
  Map<String, float[]> values() {
    return averages.values();
  }

  void setValues(Map<String, float[]> values) {
    averages.setValues(values);
  }
}
