package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import io.streamsight.trainer.net.Net;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as Keras has it: m = 0.9 m + 0.1
 * g; v = 0.999 v + 0.001 g^2; w = w - rate decay w - rate c m / (sqrt(v) + 1e-7) with c = sqrt(1 -
 * 0.999^t) / (1 - 0.9^t). Biases and batch norm do not decay. Without decay it is Adam.
 */
final class AdamW extends Optimizer {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  private final float decay;

  AdamW(Net net, float decay) {
    super(net, "m", "v");
    this.decay = decay;
  }

  @Override
  void update(String path, NDArray weight, NDArray gradient, long t, float rate) {
    NDArray m = state("m", path);
    NDArray v = state("v", path);
    m.muli(BETA_1).addi(gradient.mul(1 - BETA_1));
    v.muli(BETA_2).addi(gradient.square().muli(1 - BETA_2));
    if (decay > 0 && weight.getShape().dimension() > 1) {
      weight.muli(1 - rate * decay);
    }
    double correction = Math.sqrt(1 - StrictMath.pow(BETA_2, t)) / (1 - StrictMath.pow(BETA_1, t));
    try (NDArray root = v.sqrt();
        NDArray change = m.mul((float) (rate * correction))) {
      weight.subi(change.divi(root.addi(EPSILON)));
    }
  }
}
