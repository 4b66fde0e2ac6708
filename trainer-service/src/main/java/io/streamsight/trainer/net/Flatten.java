package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * All cells of all channels in a row, {@code [N, C, H, W]} to {@code [N, C * H * W]}, channel by
 * channel as ONNX has it. Keras goes cell by cell: the same net with its weights in another order.
 */
public final class Flatten extends Layer {
  @Override
  public Shape outputShape(Shape shape) {
    return new Shape(shape.get(0), shape.get(1) * shape.get(2) * shape.get(3));
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return input.reshape(outputShape(input.getShape()));
  }
}
