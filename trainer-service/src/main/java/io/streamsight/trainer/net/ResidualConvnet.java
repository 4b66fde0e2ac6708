package io.streamsight.trainer.net;

/**
 * The residual convnet of Chollet's "Deep Learning with Python", second edition, chapter 9: blocks
 * of two 3x3 convolutions, pooled but the last one, each with twice the filters of the one before;
 * global average pooling, one dense layer. 297,697 parameters at 32x32x3 with one unit.
 */
final class ResidualConvnet {
  private ResidualConvnet() {}

  /** {@code [N, 3, size, size]} to logits {@code [N, units]}. */
  static Sequence of(Architecture architecture) {
    Sequence net = new Sequence();
    int channels = 3;
    int filters = architecture.width();
    for (int block = 1; block <= architecture.blocks(); block++) {
      net.add("block" + block, block(channels, filters, block < architecture.blocks()));
      channels = filters;
      filters *= 2;
    }
    return net.add("pooling", new GlobalAveragePooling())
        .add("dense", new Dense(architecture.units()));
  }

  private static Residual block(int channels, int filters, boolean pooled) {
    Sequence branch =
        new Sequence()
            .add("conv1", Convolution.same(filters, 3, 1).withBias())
            .add("relu1", new Relu())
            .add("conv2", Convolution.same(filters, 3, 1).withBias())
            .add("relu2", new Relu());
    if (pooled) {
      branch.add("pooling", MaxPooling.same(2, 2));
    }
    return Residual.projection(channels, filters, pooled ? 2 : 1)
        .map(projection -> new Residual(branch, projection.withBias()))
        .orElseGet(() -> new Residual(branch));
  }
}
