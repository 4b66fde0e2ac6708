package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/**
 * A square convolution, {@code [N, C, H, W]} to {@code [N, filters, H', W']}, weights {@code
 * [filters, C / groups, kernel, kernel]}, Glorot uniform; without bias unless told otherwise.
 */
public final class Convolution extends Layer {
  private final int filters;
  private final int kernel;
  private final int stride;
  private final boolean same;
  private final boolean depthwise;
  private final Parameter weight = parameter("weight", Parameter.Type.WEIGHT);

  /** One a filter, zeros at first; null without. */
  private final Parameter bias;

  private Convolution(
      int filters, int kernel, int stride, boolean same, boolean depthwise, boolean biased) {
    this.filters = filters;
    this.kernel = kernel;
    this.stride = stride;
    this.same = same;
    this.depthwise = depthwise;
    bias = biased ? parameter("bias", Parameter.Type.BIAS) : null;
  }

  /** Keras's {@code padding="valid"}, stride 1. */
  public static Convolution valid(int filters, int kernel) {
    return new Convolution(filters, kernel, 1, false, false, false);
  }

  /** Keras's {@code padding="same"}. */
  public static Convolution same(int filters, int kernel, int stride) {
    return new Convolution(filters, kernel, stride, true, false, false);
  }

  /** One filter a channel, {@code padding="same"}, stride 1. */
  public static Convolution depthwise(int kernel) {
    return new Convolution(0, kernel, 1, true, true, false);
  }

  /** The same, with a bias for each filter. */
  public Convolution withBias() {
    return new Convolution(filters, kernel, stride, same, depthwise, true);
  }

  public boolean hasBias() {
    return bias != null;
  }

  public int kernel() {
    return kernel;
  }

  public int stride() {
    return stride;
  }

  /** 1, or the input's channels when depthwise. */
  public int groups(long channels) {
    return depthwise ? (int) channels : 1;
  }

  /** For an axis of {@code size} cells. */
  public Padding padding(long size) {
    return same ? Padding.same(size, kernel, stride) : Padding.NONE;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return new Shape(
        shape.get(0), depthwise ? shape.get(1) : filters, cells(shape.get(2)), cells(shape.get(3)));
  }

  private long cells(long size) {
    return padding(size).outputs(size, kernel, stride);
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    long channels = inputShapes[0].get(1);
    long area = (long) kernel * kernel;
    long outputs = depthwise ? channels : filters;
    weight.setShape(new Shape(outputs, depthwise ? 1 : channels, kernel, kernel));
    // Keras's depthwise kernel is [k, k, C, 1]: C counts as its inputs, 1 as its outputs.
    if (hasBias()) {
      bias.setShape(new Shape(outputs));
    }
    weight.setInitializer(glorotUniform(channels * area, (depthwise ? 1 : filters) * area));
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    Shape shape = input.getShape();
    Padding rows = padding(shape.get(2));
    Padding columns = padding(shape.get(3));
    Shape padding = new Shape(rows.begin(), columns.begin());
    if (!rows.symmetric() || !columns.symmetric()) {
      input = input.pad(new Shape(columns.begin(), columns.end(), rows.begin(), rows.end()), 0);
      padding = new Shape(0, 0);
    }
    NDArray kernels = store.getValue(weight, input.getDevice(), training);
    NDArray biases = store.getValue(bias, input.getDevice(), training);
    if (kernel == 1 && !depthwise && !(isSafe(shape.get(1)) && isSafe(filters))) {
      return multiplied(input, kernels, biases);
    }
    return Conv2d.conv2d(
            input,
            kernels,
            biases,
            new Shape(stride, stride),
            padding,
            new Shape(1, 1),
            groups(shape.get(1)))
        .singletonOrThrow();
  }

  /**
   * Whether the engine's 1x1 kernels can be trusted with so many channels, or filters (going back,
   * one is the other). Those of oneDNN 3.7 for AVX-512 are wrong when they take 48 filters at a
   * time and the last 48 aren't full, which they do from 320 on, and divide by zero for some pairs
   * of 512 and more; those for AVX2 are wrong for 48; below 8 both write beyond the end.
   */
  private static boolean isSafe(long channels) {
    return channels >= 16 && channels <= 256 && channels % 48 != 0;
  }

  /** A 1x1 convolution as what it is: each cell's channels times a matrix. */
  private NDArray multiplied(NDArray input, NDArray kernels, NDArray biases) {
    NDArray all = input.transpose(0, 2, 3, 1);
    NDArray cells = stride == 1 ? all : all.get(":, ::%d, ::%d, :".formatted(stride, stride));
    NDArray matrix = kernels.reshape(filters, input.getShape().get(1));
    // A view holds the whole array that it is of.
    try (all;
        cells;
        NDArray product = Linear.linear(cells, matrix, biases).singletonOrThrow()) {
      return product.transpose(0, 3, 1, 2);
    }
  }
}
