package io.streamsight.trainer.net;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The nets that there are, each with the size that it has unless told otherwise. */
public enum Topology {
  MINI_XCEPTION(Architecture.MINI_XCEPTION, 180, 32, 5) {
    @Override
    Sequence layers(Architecture architecture) {
      return MiniXception.of(architecture);
    }
  },

  RESIDUAL_CONVNET(Architecture.RESIDUAL_CONVNET, 32, 32, 3) {
    @Override
    Sequence layers(Architecture architecture) {
      return ResidualConvnet.of(architecture);
    }
  },

  BASELINE_CONVNET(Architecture.BASELINE_CONVNET, 180, 32, 5) {
    @Override
    Sequence layers(Architecture architecture) {
      return BaselineConvnet.of(architecture);
    }

    @Override
    public boolean takesAnySize() {
      return false;
    }

    @Override
    public int smallestImageSize(int blocks) {
      return Math.max(SMALLEST, BaselineConvnet.smallestImageSize(blocks));
    }
  };

  /** Pixels; below, there is nothing to see in a photo. */
  static final int SMALLEST = 16;

  private final String label;
  private final int imageSize;
  private final int width;
  private final int blocks;

  Topology(String label, int imageSize, int width, int blocks) {
    this.label = label;
    this.imageSize = imageSize;
    this.width = width;
    this.blocks = blocks;
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Topology named(String name) {
    return Arrays.stream(values())
        .filter(topology -> topology.label.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "architecture '%s' is not known; known: %s".formatted(name, known())));
  }

  private static String known() {
    return Arrays.stream(values()).map(Topology::label).collect(Collectors.joining(", "));
  }

  /** As requests and models have it: {@code mini-xception}. */
  public String label() {
    return label;
  }

  /** Height and width of the input, pixels. */
  public int imageSize() {
    return imageSize;
  }

  /** Filters of the first block. */
  public int width() {
    return width;
  }

  public int blocks() {
    return blocks;
  }

  /** Height and width of the smallest input for a net of so many blocks, pixels. */
  public int smallestImageSize(int blocks) {
    return SMALLEST;
  }

  /** Whether pictures may have another size than the net was made for: its weights are the same. */
  public boolean takesAnySize() {
    return true;
  }

  /** {@code [N, 3, size, size]} to logits {@code [N, units]}, without weights yet. */
  abstract Sequence layers(Architecture architecture);
}
