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
  private final Net net;
  private final double decay;
  private final NamedArrays averages;

  /**
   * @param decay 0: there is nothing to average
   */
  AveragedWeights(Net net, double decay) {
    this.net = net;
    this.decay = decay;
    averages = new NamedArrays(net.manager());
    if (decay > 0) {
      net.parameters()
          .forEach(
              (path, parameter) -> {
                if (parameter.requiresGradient()) {
                  averages.addZeros(path, parameter.getShape());
                }
              });
    }
  }

  /**
   * @param t number of the step that was taken, from 1
   */
  void add(long t) {
    // Before the first step there is nothing to keep.
    float keep = t == 1 ? 0 : (float) Math.min(decay, (1.0 + t) / (10 + t));
    for (Map.Entry<String, NDArray> entry : averages.all().entrySet()) {
      try (NDManager scratch = net.manager().newSubManager()) {
        NDArray share = net.parameters().get(entry.getKey()).getArray().mul(1 - keep);
        share.attach(scratch);
        entry.getValue().muli(keep).addi(share);
      }
    }
  }

  boolean areNone() {
    return averages.all().isEmpty();
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
