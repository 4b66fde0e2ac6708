package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import io.streamsight.trainer.net.Net;

/**
 * Adam (Kingma and Ba, 2015) as Keras has it: m = 0.9 m + 0.1 g; v = 0.999 v + 0.001 g^2; w = w -
 * rate c m / (sqrt(v) + 1e-7) with c = sqrt(1 - 0.999^t) / (1 - 0.9^t).
 */
sealed class Adam extends Optimizer permits AdamW {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  Adam(Net net) {
    super(net, "m", "v");
  }

  @Override
  void update(String path, NDArray weight, NDArray gradient, long t, float rate) {
    NDArray m = state("m", path);
    NDArray v = state("v", path);
    m.muli(BETA_1).addi(gradient.mul(1 - BETA_1));
    v.muli(BETA_2).addi(gradient.square().muli(1 - BETA_2));
    double correction = Math.sqrt(1 - StrictMath.pow(BETA_2, t)) / (1 - StrictMath.pow(BETA_1, t));
    try (NDArray root = v.sqrt();
        NDArray change = m.mul((float) (rate * correction))) {
      weight.subi(change.divi(root.addi(EPSILON)));
    }
  }
}
