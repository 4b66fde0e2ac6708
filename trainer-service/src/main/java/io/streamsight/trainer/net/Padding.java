package io.streamsight.trainer.net;

/**
 * Zeros (or, for a maximum, nothing) added before and after one axis.
 *
 * @param begin cells before the first
 * @param end cells after the last
 */
public record Padding(int begin, int end) {
  public static final Padding NONE = new Padding(0, 0);

  /**
   * Keras's and TensorFlow's {@code same}, ONNX's {@code SAME_UPPER}: ceil(size / stride) outputs,
   * an odd cell of padding goes to the end.
   */
  public static Padding same(long size, int kernel, int stride) {
    long outputs = (size + stride - 1) / stride;
    int total = (int) Math.max(0, (outputs - 1) * stride + kernel - size);
    return new Padding(total / 2, total - total / 2);
  }

  /** Cells of output for {@code size} cells of input. */
  public long outputs(long size, int kernel, int stride) {
    return (size + begin + end - kernel) / stride + 1;
  }

  public boolean symmetric() {
    return begin == end;
  }
}
