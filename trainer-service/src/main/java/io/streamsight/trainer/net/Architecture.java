package io.streamsight.trainer.net;

import io.streamsight.contract.run.TrainingRequest;
import java.util.Objects;

/**
 * Which net, and how large.
 *
 * @param name of the net; {@code mini-xception}, see {@link Topology}
 * @param imageSize height and width of the input, pixels, 16 to 512; a baseline needs more the more
 *     blocks it has
 * @param classes 2 to 10,000; two classes share one unit, see {@link #units()}
 * @param width filters of the first block, 16 to 512, a multiple of 16: of such shapes it is known
 *     which of the engine's convolutions are right (decision 7)
 * @param blocks 1 to 8, each with twice the filters of the one before; no more than 2,048 filters
 */
public record Architecture(String name, int imageSize, int classes, int width, int blocks) {
  public static final String MINI_XCEPTION = "mini-xception";
  public static final String RESIDUAL_CONVNET = "residual-convnet";
  public static final String BASELINE_CONVNET = "baseline-convnet";

  /** Fewer are nothing to tell apart. */
  public static final int FEWEST_CLASSES = 2;

  /** More, and the file of a model is larger than a record may be. */
  private static final int MOST_FILTERS = 2_048;

  public Architecture {
    Topology topology = Topology.named(name);
    requireWithin("imageSize", imageSize, Topology.SMALLEST, 512);
    requireWithin("classes", classes, FEWEST_CLASSES, 10_000);
    requireWithin("width", width, 16, 512);
    if (width % 16 != 0) {
      throw new IllegalArgumentException("width %d is not a multiple of 16".formatted(width));
    }
    requireWithin("blocks", blocks, 1, 8);
    int filters = width << blocks - 1;
    if (filters > MOST_FILTERS) {
      throw new IllegalArgumentException(
          "width %d doubled in each of blocks %d gives %d filters, more than %d"
              .formatted(width, blocks, filters, MOST_FILTERS));
    }
    if (imageSize < topology.smallestImageSize(blocks)) {
      throw new IllegalArgumentException(
          "imageSize %d is too small for a %s with blocks %d: %d or more"
              .formatted(imageSize, name, blocks, topology.smallestImageSize(blocks)));
    }
  }

  /**
   * @param request with a name and an image size; the net's own width and blocks where it has none
   * @throws IllegalArgumentException that shows the value which no net can have
   */
  public static Architecture of(TrainingRequest request, int classes) {
    Topology topology = Topology.named(request.architecture());
    return new Architecture(
        request.architecture(),
        request.imageSize(),
        classes,
        Objects.requireNonNullElse(request.width(), topology.width()),
        Objects.requireNonNullElse(request.blocks(), topology.blocks()));
  }

  /** The reference: five blocks of 32 to 512 filters. */
  public static Architecture miniXception(int imageSize, int classes) {
    return new Architecture(MINI_XCEPTION, imageSize, classes, 32, 5);
  }

  /** Units of the last layer: one for two classes (a sigmoid), else one a class (a softmax). */
  public int units() {
    return classes == 2 ? 1 : classes;
  }

  /** {@code [N, 3, size, size]} to logits {@code [N, units]}, without weights yet. */
  Sequence layers() {
    return Topology.named(name).layers(this);
  }

  private static void requireWithin(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d is not within %d to %d".formatted(name, value, min, max));
    }
  }
}
