package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;

/** The mean over height and width, {@code [N, C, H, W]} to {@code [N, C]}. */
public final class GlobalAveragePooling extends Layer {
  @Override
  public Shape outputShape(Shape shape) {
    return new Shape(shape.get(0), shape.get(1));
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return Pool.globalAvgPool2d(input);
  }
}
