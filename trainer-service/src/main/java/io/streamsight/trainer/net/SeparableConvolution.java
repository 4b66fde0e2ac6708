package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/**
 * A depthwise convolution, then a 1x1 convolution that mixes the channels; {@code same}, stride 1,
 * no bias. Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2017.
 */
public final class SeparableConvolution extends Layer {
  private final Convolution depthwise;
  private final Convolution pointwise;

  public SeparableConvolution(int filters, int kernel) {
    depthwise = addChildBlock("depthwise", Convolution.depthwise(kernel));
    pointwise = addChildBlock("pointwise", Convolution.same(filters, 1, 1));
  }

  public Convolution depthwise() {
    return depthwise;
  }

  public Convolution pointwise() {
    return pointwise;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return pointwise.outputShape(depthwise.outputShape(shape));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    depthwise.initialize(manager, type, inputShapes);
    pointwise.initialize(manager, type, depthwise.outputShape(inputShapes[0]));
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    try (NDArray channels = run(depthwise, store, input, training)) {
      return run(pointwise, store, channels, training);
    }
  }
}
