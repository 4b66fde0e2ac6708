package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/** In training sets a share of the values to 0 and scales the rest by 1 / (1 - rate). */
public final class Dropout extends Layer {
  private final float rate;

  /**
   * @param rate share of values that are dropped, 0 to below 1
   */
  public Dropout(float rate) {
    this.rate = rate;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return shape;
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return training ? ai.djl.nn.norm.Dropout.dropout(input, rate, true).singletonOrThrow() : input;
  }
}
