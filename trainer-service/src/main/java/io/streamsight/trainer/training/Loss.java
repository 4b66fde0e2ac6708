package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Cross-entropy from logits, natural logarithm: of the sigmoid for one unit (which says how much it
 * is class 1), of the softmax for more.
 */
final class Loss {
  private Loss() {}

  /**
   * @param logits {@code [N, units]}
   * @param targets {@code [N, units]}: for one unit the probability of class 1, else that of each
   *     class
   * @return the mean over the batch, a scalar in the logits' manager
   */
  static NDArray mean(NDArray logits, NDArray targets) {
    if (logits.getShape().get(1) == 1) {
      // log(1 + e^z) - z y: finite for every z.
      return Activation.softPlus(logits).sub(logits.mul(targets)).mean();
    }
    NDArray factor = Scalar.of(logits.getManager(), -1f / logits.getShape().get(0));
    return logits.logSoftmax(1).mul(targets).sum().mul(factor);
  }

  /** Of one image. */
  static double of(float[] logits, int label) {
    if (logits.length == 1) {
      double z = label == 1 ? -logits[0] : logits[0];
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (float z : logits) {
      max = Math.max(max, z);
    }
    double sum = 0;
    for (float z : logits) {
      sum += Math.exp(z - max);
    }
    return max + Math.log(sum) - logits[label];
  }

  /** Whether the highest score is the label's. */
  static boolean isRight(float[] logits, int label) {
    if (logits.length == 1) {
      return (logits[0] > 0 ? 1 : 0) == label;
    }
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best == label;
  }
}
