package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as Keras has it: first w = w -
 * rate decay w, then Adam's step. Biases and batch norm do not decay. So {@link #change} takes a
 * part of the weights itself.
 */
final class AdamW extends Adam {
  private final TrainedWeights weights;
  private final float decay;

  AdamW(TrainedWeights weights, float decay) {
    super(weights);
    this.weights = weights;
    this.decay = decay;
  }

  @Override
  NDArray change(NDArray gradient, long t, float rate) {
    NDArray kept = Scalar.of(gradient.getManager(), 1 - rate * decay);
    for (NDArray weight : weights.arrays()) {
      if (weight.getShape().dimension() > 1) {
        weight.muli(kept);
      }
    }
    return super.change(gradient, t, rate);
  }
}
