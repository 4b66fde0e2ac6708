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

  /**
   * Shortens a gradient that is longer than the limit, in place.
   *
   * @param limit 0: there is none, and nothing is read
   * @return its norm before; 0 without a limit
   */
  static double limit(TrainedWeights weights, NDArray gradient, double limit) {
    if (limit == 0) {
      return 0;
    }
    double norm = of(weights, gradient);
    if (norm > limit) {
      gradient.muli(Scalar.of(gradient.getManager(), (float) (limit / norm)));
    }
    return norm;
  }
}
