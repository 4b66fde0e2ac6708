package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Adam (Kingma and Ba, 2015) as Keras has it: m = 0.9 m + 0.1 g; v = 0.999 v + 0.001 g^2; w = w -
 * rate c m / (sqrt(v) + 1e-7) with c = sqrt(1 - 0.999^t) / (1 - 0.9^t).
 */
sealed class Adam extends Optimizer permits AdamW {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;

  private final NDArray m = state("m:");
  private final NDArray v = state("v:");
  private final NDArray beta1 = scalar(BETA_1);
  private final NDArray rest1 = scalar(1 - BETA_1);
  private final NDArray beta2 = scalar(BETA_2);
  private final NDArray rest2 = scalar(1 - BETA_2);
  private final NDArray epsilon = scalar(1e-7f);

  Adam(TrainedWeights weights) {
    super(weights, "m:", "v:");
  }

  @Override
  NDArray change(NDArray gradient, long t, float rate) {
    m.muli(beta1).addi(gradient.mul(rest1));
    v.muli(beta2).addi(gradient.square().muli(rest2));
    double correction = Math.sqrt(1 - StrictMath.pow(BETA_2, t)) / (1 - StrictMath.pow(BETA_1, t));
    NDManager scratch = gradient.getManager();
    try (NDArray root = v.sqrt()) {
      NDArray change = m.mul(Scalar.of(scratch, (float) (rate * correction)));
      change.attach(scratch);
      return change.divi(root.addi(epsilon));
    }
  }
}
