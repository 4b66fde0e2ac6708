package io.streamsight.local.demo;

import java.nio.file.Path;

/**
 * What a demo shows.
 *
 * @param data folder of photos; null draws pictures
 * @param size height and width of the net's input, pixels
 * @param images in the data set: drawn, or at most of the photos
 */
public record DemoSettings(Path data, int size, int epochs, int images, long seed) {
  public static final int DRAWN_SIZE = 64;
  public static final int PHOTO_SIZE = 96;
  public static final int EPOCHS = 8;
  public static final int DRAWN_IMAGES = 1_500;
  public static final int MOST_IMAGES = 1_000_000;

  /** Fewer drawn ones would leave a split without one of the labels. */
  private static final int MIN_IMAGES = 20;

  public DemoSettings {
    within("--size", size, 16, 512);
    within("--epochs", epochs, 1, 10_000);
    within("--images", images, MIN_IMAGES, MOST_IMAGES);
  }

  private static void within(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d is not within %d to %d".formatted(option, value, min, max));
    }
  }
}
