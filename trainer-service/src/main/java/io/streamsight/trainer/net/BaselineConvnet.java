package io.streamsight.trainer.net;

/**
 * The plain convnet of Chollet's "Deep Learning with Python", second edition, chapter 8, to be
 * beaten: 3x3 convolutions without padding, each but the last with twice the filters of the one
 * before and pooled; flatten, one dense layer. 991,041 parameters at 180x180x3 with one unit.
 */
final class BaselineConvnet {
  private BaselineConvnet() {}

  /** {@code [N, 3, size, size]} to logits {@code [N, units]}. */
  static Sequence of(Architecture architecture) {
    Sequence net = new Sequence();
    int filters = architecture.width();
    for (int block = 1; block < architecture.blocks(); block++) {
      net.add("block" + block, block(filters).add("pooling", MaxPooling.valid(2, 2)));
      filters = block + 1 < architecture.blocks() ? filters * 2 : filters;
    }
    return net.add("block" + architecture.blocks(), block(filters))
        .add("flatten", new Flatten())
        .add("dropout", new Dropout(0.5f))
        .add("dense", new Dense(architecture.units()));
  }

  private static Sequence block(int filters) {
    return new Sequence()
        .add("conv", Convolution.valid(filters, 3).withBias())
        .add("relu", new Relu());
  }

  /** So that the last convolution has one cell left to give. */
  static int smallestImageSize(int blocks) {
    int size = 3;
    for (int block = 1; block < blocks; block++) {
      size = 2 * size + 2;
    }
    return size;
  }
}
