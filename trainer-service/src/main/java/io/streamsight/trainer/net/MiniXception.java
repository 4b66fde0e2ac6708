package io.streamsight.trainer.net;

/**
 * The mini Xception of Chollet's "Deep Learning with Python", second edition, chapter 9: a 5x5
 * convolution, residual blocks of separable convolutions that halve the picture and double the
 * filters, global average pooling, one dense layer. 721,857 parameters at 180x180x3 with one unit.
 */
final class MiniXception {
  private MiniXception() {}

  /** {@code [N, 3, size, size]} to logits {@code [N, units]}. */
  static Sequence of(Architecture architecture) {
    Sequence net = new Sequence().add("conv", Convolution.valid(architecture.width(), 5));
    int filters = architecture.width();
    for (int block = 1; block <= architecture.blocks(); block++) {
      net.add("block" + block, block(filters));
      filters *= 2;
    }
    return net.add("pooling", new GlobalAveragePooling())
        .add("dropout", new Dropout(0.5f))
        .add("dense", new Dense(architecture.units()));
  }

  private static Residual block(int filters) {
    Sequence branch =
        new Sequence()
            .add("norm1", new BatchNormalization())
            .add("relu1", new Relu())
            .add("separable1", new SeparableConvolution(filters, 3))
            .add("norm2", new BatchNormalization())
            .add("relu2", new Relu())
            .add("separable2", new SeparableConvolution(filters, 3))
            .add("pooling", MaxPooling.same(3, 2));
    return new Residual(branch, Convolution.same(filters, 1, 2));
  }
}
