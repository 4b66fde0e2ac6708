package io.streamsight.trainer.training;

/**
 * Warps pictures of one size to pictures of one size: bilinear, borders reflected with the edge
 * repeated (Keras's {@code fill_mode="reflect"}). Not for several threads: the picture in hand is
 * kept in a form of its own.
 *
 * <p>Fixed-point: a pixel's three channels lie in one long, 21 bits each, and are interpolated by
 * one multiplication. Positions have 32 bits after the point, of which 10 count as weight: the
 * result is within one level of the exact one.
 */
final class Warper {
  private static final int POINT = 32;
  private static final double ONE = 1L << POINT;
  private static final int WEIGHT = 10;
  private static final int WEIGHT_MASK = (1 << WEIGHT) - 1;

  /** Makes truncation to a weight's bits rounding. */
  private static final long HALF_WEIGHT = 1L << (POINT - WEIGHT - 1);

  private static final int LANE = 21;

  /** A 1 in each lane. */
  private static final long LANES = 1L | 1L << LANE | 1L << 2 * LANE;

  /** Of a value between two rows: 8 bits and 3 after the point, so that it fits with a weight. */
  private static final int BETWEEN = 3;

  private static final long BETWEEN_MASK = LANES * ((1 << 8 + BETWEEN) - 1);
  private static final int BETWEEN_SHIFT = WEIGHT - BETWEEN;
  private static final long BETWEEN_HALF = LANES << BETWEEN_SHIFT - 1;
  private static final int OUT_SHIFT = WEIGHT + BETWEEN;
  private static final long OUT_HALF = LANES << OUT_SHIFT - 1;

  private final int height;
  private final int width;
  private final int targetHeight;
  private final int targetWidth;

  /** {@code [height + 1, width + 1]}: the last row and column again, neighbours of themselves. */
  private final long[] picture;

  Warper(int height, int width, int targetHeight, int targetWidth) {
    this.height = height;
    this.width = width;
    this.targetHeight = targetHeight;
    this.targetWidth = targetWidth;
    picture = new long[(height + 1) * (width + 1)];
  }

  /**
   * @param warp of the source; the result is then stretched to the target's size
   * @param source uint8 {@code [height, width, 3]}
   * @param target uint8 {@code [targetHeight, targetWidth, 3]}
   */
  void apply(Warp warp, byte[] source, byte[] target) {
    Warp stretched = warp.stretched((double) width / targetWidth, (double) height / targetHeight);
    if (stretched.nothing()) {
      System.arraycopy(source, 0, target, 0, source.length);
      return;
    }
    load(source);
    long stepX = fixed(stretched.a());
    long stepY = fixed(stretched.c());
    for (int row = 0; row < targetHeight; row++) {
      double right = -(targetWidth - 1) / 2.0;
      double down = row - (targetHeight - 1) / 2.0;
      long x = fixed(stretched.x(right, down) + (width - 1) / 2.0) + HALF_WEIGHT;
      long y = fixed(stretched.y(right, down) + (height - 1) / 2.0) + HALF_WEIGHT;
      int from = Math.max(first(x, stepX, width), first(y, stepY, height));
      int to = Math.min(end(x, stepX, width), end(y, stepY, height));
      if (from >= to) {
        from = targetWidth;
        to = targetWidth;
      }
      int out = row * targetWidth * 3;
      beyond(x, y, stepX, stepY, 0, from, target, out);
      within(x, y, stepX, stepY, from, to, target, out);
      beyond(x, y, stepX, stepY, to, targetWidth, target, out);
    }
  }

  private void load(byte[] source) {
    int in = 0;
    int to = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        picture[to++] =
            source[in] & 0xffL
                | (source[in + 1] & 0xffL) << LANE
                | (source[in + 2] & 0xffL) << 2 * LANE;
        in += 3;
      }
      picture[to] = picture[to - 1];
      to++;
    }
    System.arraycopy(picture, to - width - 1, picture, to, width + 1);
  }

  /** Columns whose four neighbours are in the picture. */
  private void within(
      long x, long y, long stepX, long stepY, int from, int to, byte[] target, int out) {
    long[] pixels = picture;
    int stride = width + 1;
    long fromX = x + from * stepX;
    long fromY = y + from * stepY;
    for (int i = out + 3 * from; i < out + 3 * to; i += 3) {
      int at = (int) (fromY >> POINT) * stride + (int) (fromX >> POINT);
      long value =
          between(
              pixels[at],
              pixels[at + 1],
              pixels[at + stride],
              pixels[at + stride + 1],
              fromX,
              fromY);
      put(value, target, i);
      fromX += stepX;
      fromY += stepY;
    }
  }

  /** Columns that may come from beyond the borders. */
  private void beyond(
      long x, long y, long stepX, long stepY, int from, int to, byte[] target, int out) {
    for (int column = from; column < to; column++) {
      long fromX = x + column * stepX;
      long fromY = y + column * stepY;
      int left = (int) (fromX >> POINT);
      int top = (int) (fromY >> POINT);
      int x0 = reflect(left, width);
      int x1 = reflect(left + 1, width);
      int y0 = reflect(top, height) * (width + 1);
      int y1 = reflect(top + 1, height) * (width + 1);
      long value =
          between(
              picture[y0 + x0], picture[y0 + x1], picture[y1 + x0], picture[y1 + x1], fromX, fromY);
      put(value, target, out + 3 * column);
    }
  }

  private static long between(
      long topLeft, long topRight, long bottomLeft, long bottomRight, long x, long y) {
    long right = x >> POINT - WEIGHT & WEIGHT_MASK;
    long down = y >> POINT - WEIGHT & WEIGHT_MASK;
    // A negative lane of a difference borrows from the next; the sum gives it back.
    long top = (topLeft << WEIGHT) + (topRight - topLeft) * right + BETWEEN_HALF;
    long bottom = (bottomLeft << WEIGHT) + (bottomRight - bottomLeft) * right + BETWEEN_HALF;
    top = top >>> BETWEEN_SHIFT & BETWEEN_MASK;
    bottom = bottom >>> BETWEEN_SHIFT & BETWEEN_MASK;
    return (top << WEIGHT) + (bottom - top) * down + OUT_HALF;
  }

  private static void put(long value, byte[] target, int at) {
    target[at] = (byte) (value >>> OUT_SHIFT);
    target[at + 1] = (byte) (value >>> OUT_SHIFT + LANE);
    target[at + 2] = (byte) (value >>> OUT_SHIFT + 2 * LANE);
  }

  private static long fixed(double value) {
    return Math.round(value * ONE);
  }

  /** The first column from which start + column * step is in 0 to size, size left out. */
  private static int first(long start, long step, int size) {
    long last = ((long) size << POINT) - 1;
    if (step == 0) {
      return start >= 0 && start <= last ? 0 : Integer.MAX_VALUE;
    }
    long column = step > 0 ? -Math.floorDiv(start, step) : -Math.floorDiv(last - start, -step);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, column));
  }

  private int end(long start, long step, int size) {
    long last = ((long) size << POINT) - 1;
    if (step == 0) {
      return start >= 0 && start <= last ? targetWidth : 0;
    }
    long column = step > 0 ? Math.floorDiv(last - start, step) : Math.floorDiv(start, -step);
    return (int) Math.max(0, Math.min(targetWidth, column + 1));
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
