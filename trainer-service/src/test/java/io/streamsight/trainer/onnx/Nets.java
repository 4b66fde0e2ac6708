package io.streamsight.trainer.onnx;

import io.streamsight.trainer.net.Architecture;
import java.util.List;

/** Of every architecture: with odd and even sizes, two classes and more, several depths. */
final class Nets {
  private Nets() {}

  static List<Architecture> all() {
    return List.of(
        new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2), // even at both poolings
        new Architecture(Architecture.MINI_XCEPTION, 27, 2, 16, 3), // odd and even
        new Architecture(Architecture.MINI_XCEPTION, 25, 10, 16, 2), // odd, softmax
        new Architecture(Architecture.MINI_XCEPTION, 48, 2, 32, 5), // the reference, small pictures
        new Architecture(Architecture.RESIDUAL_CONVNET, 32, 2, 32, 3), // the book's
        new Architecture(Architecture.RESIDUAL_CONVNET, 27, 10, 16, 3), // poolings pad a cell
        new Architecture(Architecture.RESIDUAL_CONVNET, 16, 3, 16, 1), // a projection, no pooling
        new Architecture(Architecture.BASELINE_CONVNET, 78, 2, 16, 5), // one cell is left
        new Architecture(Architecture.BASELINE_CONVNET, 39, 10, 16, 4)); // poolings leave cells out
  }
}
