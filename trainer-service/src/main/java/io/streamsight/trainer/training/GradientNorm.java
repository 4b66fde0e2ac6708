package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** How long the gradient of all weights together is (Pascanu, Mikolov and Bengio, 2013). */
final class GradientNorm {
  private GradientNorm() {}

  /**
   * Root of the sum of all squares: float32 within a weight, float64 over weights.
   *
   * @param gradient of all weights, in a manager that is closed after the step
   */
  static double of(TrainedWeights weights, NDArray gradient) {
    NDList sums = new NDList();
    for (NDArray squares : weights.split(gradient.square())) {
      sums.add(squares.sum());
    }
    double sum = 0;
    for (float squares : NDArrays.stack(sums).toFloatArray()) {
      sum += squares;
    }
    return Math.sqrt(sum);
  }

  /** What makes a norm at most {@code limit}; 1 when it is, or when the limit is 0. */
  static float scale(double norm, double limit) {
    return limit > 0 && norm > limit ? (float) (limit / norm) : 1;
  }
}
