package io.streamsight.trainer.training;

/**
 * Factors of a picture's brightness, of each pixel's distance from the picture's mean grey
 * (contrast) and of each channel's distance from its pixel's grey (saturation); grey is the luma of
 * ITU-R BT.601.
 */
record Colours(double brightness, double contrast, double saturation) {
  private static final int POINT = 16;
  private static final double ONE = 1 << POINT;
  private static final int RED = (int) (0.299 * ONE);
  private static final int BLUE = (int) (0.114 * ONE);
  private static final int GREEN = (int) ONE - RED - BLUE;

  /** Every so many rows make the mean: the picture's own noise is far above the error. */
  private static final int SAMPLED = 4;

  boolean isIdentity() {
    return brightness == 1 && contrast == 1 && saturation == 1;
  }

  /**
   * In place.
   *
   * @param pixels uint8 {@code [height, width, 3]}
   */
  void apply(byte[] pixels, int height, int width) {
    if (isIdentity()) {
      return;
    }
    int own = (int) Math.round(brightness * contrast * saturation * ONE);
    int shared = (int) Math.round(brightness * contrast * (1 - saturation) * ONE);
    int all =
        (int) Math.round(brightness * (1 - contrast) * meanGrey(pixels, height, width) * ONE)
            + (1 << POINT - 1);
    for (int i = 0; i < pixels.length; i += 3) {
      int red = pixels[i] & 0xff;
      int green = pixels[i + 1] & 0xff;
      int blue = pixels[i + 2] & 0xff;
      int grey = RED * red + GREEN * green + BLUE * blue + (1 << POINT - 1) >> POINT;
      int base = shared * grey + all;
      pixels[i] = level(own * red + base);
      pixels[i + 1] = level(own * green + base);
      pixels[i + 2] = level(own * blue + base);
    }
  }

  private static double meanGrey(byte[] pixels, int height, int width) {
    long red = 0;
    long green = 0;
    long blue = 0;
    int count = 0;
    for (int row = 0; row < height; row += SAMPLED) {
      int end = (row + 1) * width * 3;
      for (int i = row * width * 3; i < end; i += 3) {
        red += pixels[i] & 0xff;
        green += pixels[i + 1] & 0xff;
        blue += pixels[i + 2] & 0xff;
      }
      count += width;
    }
    return (RED * (double) red + GREEN * (double) green + BLUE * (double) blue) / ONE / count;
  }

  private static byte level(int fixed) {
    return (byte) Math.max(0, Math.min(255, fixed >> POINT));
  }
}
