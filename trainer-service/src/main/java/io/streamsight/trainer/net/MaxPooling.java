package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;

/** The maximum of each square window. */
public final class MaxPooling extends Layer {
  private final int kernel;
  private final int stride;
  private final boolean same;

  private MaxPooling(int kernel, int stride, boolean same) {
    this.kernel = kernel;
    this.stride = stride;
    this.same = same;
  }

  /** Keras's {@code padding="same"}. */
  public static MaxPooling same(int kernel, int stride) {
    return new MaxPooling(kernel, stride, true);
  }

  /** Keras's {@code padding="valid"}: cells that fill no window are left out. */
  public static MaxPooling valid(int kernel, int stride) {
    return new MaxPooling(kernel, stride, false);
  }

  public int kernel() {
    return kernel;
  }

  public int stride() {
    return stride;
  }

  /** For an axis of {@code size} cells. */
  public Padding padding(long size) {
    return same ? Padding.same(size, kernel, stride) : Padding.NONE;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return new Shape(shape.get(0), shape.get(1), cells(shape.get(2)), cells(shape.get(3)));
  }

  private long cells(long size) {
    return padding(size).outputs(size, kernel, stride);
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    Padding rows = padding(input.getShape().get(2));
    Padding columns = padding(input.getShape().get(3));
    // The engine pads both ends alike; rounding up gives the last window the cell that is missing.
    return Pool.maxPool2d(
        input,
        new Shape(kernel, kernel),
        new Shape(stride, stride),
        new Shape(rows.begin(), columns.begin()),
        same);
  }
}
