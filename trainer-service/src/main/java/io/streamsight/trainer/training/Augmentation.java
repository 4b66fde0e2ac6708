package io.streamsight.trainer.training;

import java.util.random.RandomGenerator;

/**
 * Random flip, rotation and zoom as one affine warp: bilinear, borders reflected with the edge
 * repeated (Keras's {@code fill_mode="reflect"}), about the centre of the picture.
 *
 * @param flip whether half of the pictures are mirrored left to right
 * @param turns rotation up to this much each way, in full turns, 0 to 0.5
 * @param zoom factor within 1 - zoom to 1 + zoom on both axes, above 1 zooms out, 0 to below 1
 */
public record Augmentation(boolean flip, double turns, double zoom) {
  public Augmentation {
    if (!(turns >= 0 && turns <= 0.5) || !(zoom >= 0 && zoom < 1)) {
      throw new IllegalArgumentException("turns %s, zoom %s".formatted(turns, zoom));
    }
  }

  /**
   * Where the pixel of the output comes from, relative to the centre: x' = a x + b y, y' = c x + d
   * y.
   */
  record Warp(double a, double b, double c, double d) {}

  Warp draw(RandomGenerator random) {
    // Each drawn always, so that one setting doesn't shift the others' numbers.
    boolean mirrored = random.nextDouble() < 0.5 && flip;
    double angle = (2 * random.nextDouble() - 1) * turns * 2 * Math.PI;
    double scale = 1 + (2 * random.nextDouble() - 1) * zoom;
    double cos = scale * StrictMath.cos(angle);
    double sin = scale * StrictMath.sin(angle);
    int sign = mirrored ? -1 : 1;
    return new Warp(sign * cos, -sign * sin, sin, cos);
  }

  /**
   * Warps one picture, uint8 {@code [height, width, 3]} into {@code target} of the same shape,
   * rounded to the nearest.
   */
  static void apply(Warp warp, byte[] source, byte[] target, int height, int width) {
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    int out = 0;
    for (int row = 0; row < height; row++) {
      double y = row - centreY;
      for (int column = 0; column < width; column++) {
        double x = column - centreX;
        double fromX = warp.a * x + warp.b * y + centreX;
        double fromY = warp.c * x + warp.d * y + centreY;
        int left = (int) Math.floor(fromX);
        int top = (int) Math.floor(fromY);
        float right = (float) (fromX - left);
        float bottom = (float) (fromY - top);
        int x0 = reflect(left, width) * 3;
        int x1 = reflect(left + 1, width) * 3;
        int y0 = reflect(top, height) * width * 3;
        int y1 = reflect(top + 1, height) * width * 3;
        for (int channel = 0; channel < 3; channel++) {
          float upper = between(source[y0 + x0 + channel], source[y0 + x1 + channel], right);
          float lower = between(source[y1 + x0 + channel], source[y1 + x1 + channel], right);
          target[out++] = (byte) (int) (upper + (lower - upper) * bottom + 0.5f);
        }
      }
    }
  }

  private static float between(byte from, byte to, float share) {
    int a = from & 0xff;
    return a + ((to & 0xff) - a) * share;
  }

  /** ... 1 0 | 0 1 2 ... n-1 | n-1 n-2 ... */
  static int reflect(int i, int n) {
    if (i >= 0 && i < n) {
      return i;
    }
    int folded = Math.floorMod(i, 2 * n);
    return folded < n ? folded : 2 * n - 1 - folded;
  }
}
