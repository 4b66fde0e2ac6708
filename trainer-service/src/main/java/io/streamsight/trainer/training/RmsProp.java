package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import io.streamsight.trainer.net.Net;

/**
 * RMSprop as Keras 2 has it: v = 0.9 v + 0.1 g^2; w = w - rate g / (sqrt(v) + 1e-7). Keras 3
 * divides by sqrt(v + 1e-7): another optimizer for small gradients.
 */
final class RmsProp extends Optimizer {
  private static final float RHO = 0.9f;
  private static final float EPSILON = 1e-7f;

  RmsProp(Net net) {
    super(net, "v");
  }

  @Override
  void update(String path, NDArray weight, NDArray gradient, long t, float rate) {
    NDArray v = state("v", path);
    v.muli(RHO).addi(gradient.square().muli(1 - RHO));
    try (NDArray root = v.sqrt()) {
      weight.subi(gradient.mul(rate).divi(root.addi(EPSILON)));
    }
  }
}
