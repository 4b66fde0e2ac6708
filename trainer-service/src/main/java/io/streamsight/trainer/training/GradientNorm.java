package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.streamsight.trainer.net.Net;

/** How long the gradient of all weights together is (Pascanu, Mikolov and Bengio, 2013). */
final class GradientNorm {
  private GradientNorm() {}

  /** Root of the sum of all squares, of what the last backward pass left. */
  static double of(Net net) {
    try (NDManager scratch = net.manager().newSubManager()) {
      NDList sums = new NDList();
      for (Parameter parameter : net.parameters().values()) {
        if (parameter.requiresGradient()) {
          NDArray gradient = parameter.getArray().getGradient();
          gradient.attach(scratch);
          sums.add(gradient.square().sum());
        }
      }
      double sum = 0;
      for (float squares : NDArrays.stack(sums).toFloatArray()) {
        sum += squares;
      }
      return Math.sqrt(sum);
    }
  }

  /** What makes a norm at most {@code limit}; 1 when it is, or when the limit is 0. */
  static float scale(double norm, double limit) {
    return limit > 0 && norm > limit ? (float) (limit / norm) : 1;
  }
}
