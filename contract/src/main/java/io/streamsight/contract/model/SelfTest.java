package io.streamsight.contract.model;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * What a model must compute wherever it runs: pictures drawn by integer arithmetic, so that every
 * machine draws the same, and the scores and maps that they got when the model was made.
 */
public record SelfTest(List<Case> cases) {
  /** Largest difference of a score on the same kind of device: float32 sums in another order. */
  public static final float TOLERANCE = 1e-4f;

  /**
   * @param picture which one to draw, see {@link #draw}
   * @param scores expected, in the order of the labels
   * @param map expected activation map of the label with the highest of these scores, row by row;
   *     null in a file of a release that did not keep it
   */
  public record Case(int picture, List<Float> scores, List<Float> map) {
    /** The position of the label that {@code map} is of. */
    public int best() {
      return scores.indexOf(Collections.max(scores));
    }
  }

  /**
   * Writes a picture of coloured waves and blocks as uint8 {@code [height, width, 3]} at the
   * buffer's position.
   */
  public static void draw(int picture, int height, int width, ByteBuffer target) {
    int a = 1 + picture * 7 % 13;
    int b = 1 + picture * 5 % 11;
    int block = 3 + picture % 17;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int wave = triangle(a * x * 512 / width + b * y * 512 / height + picture * 37);
        int board = ((x / block + y / block + picture) & 1) * 96;
        target.put((byte) ((wave * 5 / 8 + board) & 0xff));
        target.put(
            (byte) ((triangle(a * y * 512 / height + picture * 101) * 5 / 8 + board) & 0xff));
        target.put((byte) (triangle((x + y) * 512 / (width + height) * b + picture * 59)));
      }
    }
  }

  /** 0 to 255 and back, period 512. */
  private static int triangle(int t) {
    int phase = t & 511;
    return phase < 256 ? phase : 511 - phase;
  }
}
