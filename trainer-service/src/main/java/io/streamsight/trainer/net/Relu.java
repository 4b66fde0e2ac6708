package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;

/** max(x, 0). */
public final class Relu extends Layer {
  @Override
  public Shape outputShape(Shape shape) {
    return shape;
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return Activation.relu(input);
  }
}
