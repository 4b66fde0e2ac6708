package io.streamsight.trainer.net;

import io.streamsight.contract.run.TrainingRequest;

/**
 * Which net, and how large.
 *
 * @param name of the net; {@code mini-xception}
 * @param imageSize height and width of the input, pixels, 16 to 512
 * @param classes 2 or more; two classes share one unit, see {@link #units()}
 * @param width filters of the first convolution and the first block, 16 to 512, a multiple of 16:
 *     with fewer the engine's AVX-512 kernel for 1x1 convolutions crashes the process
 * @param blocks residual blocks, each with twice the filters of the one before, 1 to 8
 */
public record Architecture(String name, int imageSize, int classes, int width, int blocks) {
  public static final String MINI_XCEPTION = "mini-xception";

  public Architecture {
    if (!MINI_XCEPTION.equals(name)) {
      throw new IllegalArgumentException(
          "architecture '%s' is not known; known: %s".formatted(name, MINI_XCEPTION));
    }
    requireWithin("imageSize", imageSize, 16, 512);
    requireWithin("classes", classes, 2, 10_000);
    requireWithin("width", width, 16, 512);
    if (width % 16 != 0) {
      throw new IllegalArgumentException("width %d is not a multiple of 16".formatted(width));
    }
    requireWithin("blocks", blocks, 1, 8);
  }

  /**
   * @param request with all its fields
   */
  public static Architecture of(TrainingRequest request, int classes) {
    return new Architecture(
        request.architecture(), request.imageSize(), classes, request.width(), request.blocks());
  }

  /** The reference: five blocks of 32 to 512 filters. */
  public static Architecture miniXception(int imageSize, int classes) {
    return new Architecture(MINI_XCEPTION, imageSize, classes, 32, 5);
  }

  /** Units of the last layer: one for two classes (a sigmoid), else one a class (a softmax). */
  public int units() {
    return classes == 2 ? 1 : classes;
  }

  private static void requireWithin(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d is not within %d to %d".formatted(name, value, min, max));
    }
  }
}
