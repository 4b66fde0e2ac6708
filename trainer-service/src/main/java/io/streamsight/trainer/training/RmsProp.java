package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;

/**
 * RMSprop as Keras 2 has it: v = 0.9 v + 0.1 g^2; w = w - rate g / (sqrt(v) + 1e-7). Keras 3
 * divides by sqrt(v + 1e-7): another optimizer for small gradients.
 */
final class RmsProp extends Optimizer {
  private static final float RHO = 0.9f;

  private final NDArray v = state("v:");
  private final NDArray rho = scalar(RHO);
  private final NDArray rest = scalar(1 - RHO);
  private final NDArray epsilon = scalar(1e-7f);

  RmsProp(TrainedWeights weights) {
    super(weights, "v:");
  }

  @Override
  NDArray change(NDArray gradient, long t, float rate) {
    v.muli(rho).addi(gradient.square().muli(rest));
    try (NDArray root = v.sqrt()) {
      return gradient.mul(Scalar.of(gradient.getManager(), rate)).divi(root.addi(epsilon));
    }
  }
}
