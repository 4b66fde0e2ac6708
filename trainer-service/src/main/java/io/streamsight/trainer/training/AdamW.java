package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import io.streamsight.trainer.net.Net;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as Keras has it: first w = w -
 * rate decay w, then Adam's step. Biases and batch norm do not decay.
 */
final class AdamW extends Adam {
  private final float decay;

  AdamW(Net net, float decay) {
    super(net);
    this.decay = decay;
  }

  @Override
  void update(String path, NDArray weight, NDArray gradient, long t, float rate) {
    if (weight.getShape().dimension() > 1) {
      weight.muli(1 - rate * decay);
    }
    super.update(path, weight, gradient, t, rate);
  }
}
