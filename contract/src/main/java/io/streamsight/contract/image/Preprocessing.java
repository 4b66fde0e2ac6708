package io.streamsight.contract.image;

import io.streamsight.contract.Sha256;
import java.nio.ByteBuffer;

/**
 * How a picture becomes a net's input. A model names it, so that training and serving can't differ.
 *
 * <p>{@code keras-v1} resizes to {@code [height, width, 3]} without regard to the aspect ratio:
 * bilinear, half-pixel centres, edges clamped, no antialiasing. The arithmetic is integer, so every
 * machine gets the same bytes. Along each axis, output pixel {@code i} of {@code n} over {@code m}
 * input pixels lies at {@code s = ((2 i + 1) m - n) / 2 n}, clamped to {@code [0, m - 1]}; its left
 * neighbour is {@code floor(s)}, and the right one's weight the fraction in 2048ths, rounded half
 * up. The weighted sum of the four neighbours keeps its 22 fractional bits until it is rounded half
 * up to 8.
 *
 * @param name of the rules, a name that {@link #supports} knows
 * @param height of the net's input in pixels, 1 to 4096
 * @param width of the net's input in pixels, 1 to 4096
 */
public record Preprocessing(String name, int height, int width) {

  /** The name of the only rules so far. */
  public static final String KERAS_V1 = "keras-v1";

  private static final int MAX_SIDE = 4096;
  private static final int BITS = 11;
  private static final int ONE = 1 << BITS;
  private static final int HALF = 1 << 2 * BITS - 1;

  public Preprocessing {
    if (!supports(name)) {
      throw new IllegalArgumentException(
          "preprocessing '" + name + "' is not known here, only " + KERAS_V1);
    }
    if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "input of " + height + " x " + width + " pixels: sides are 1 to " + MAX_SIDE);
    }
  }

  public static Preprocessing kerasV1(int height, int width) {
    return new Preprocessing(KERAS_V1, height, width);
  }

  /** Whether this version can apply the rules that a model names. */
  public static boolean supports(String name) {
    return KERAS_V1.equals(name);
  }

  /** Bytes that {@link #apply} writes: {@code height * width * 3}. */
  public int bytes() {
    return height * width * 3;
  }

  /**
   * Writes {@code [height, width, 3]} uint8 RGB at the target's position and moves it behind.
   *
   * @param target heap or direct, with at least {@link #bytes()} remaining
   * @throws java.nio.BufferOverflowException if it has less
   */
  public void apply(RgbImage image, ByteBuffer target) {
    int[] left = new int[width];
    int[] weight = new int[width];
    int lastColumn = image.width() - 1;
    for (int x = 0; x < width; x++) {
      long position = position(x, width, image.width());
      left[x] = 3 * Math.min((int) (position >> BITS), lastColumn);
      weight[x] = (int) position & ONE - 1;
    }
    byte[] row = new byte[width * 3];
    byte[] rgb = image.rgb();
    int stride = image.width() * 3;
    for (int y = 0; y < height; y++) {
      long position = position(y, height, image.height());
      int above = (int) (position >> BITS);
      int upper = above * stride;
      int lower = Math.min(above + 1, image.height() - 1) * stride;
      int down = (int) position & ONE - 1;
      int up = ONE - down;
      for (int x = 0, to = 0; x < width; x++, to += 3) {
        int l = left[x];
        // The last column has no right neighbour: its weight is 0, and its index stays inside.
        int r = Math.min(l + 3, stride - 3);
        int right = weight[x];
        int rest = ONE - right;
        int a = upper + l;
        int b = upper + r;
        int c = lower + l;
        int d = lower + r;
        int wa = up * rest;
        int wb = up * right;
        int wc = down * rest;
        int wd = down * right;
        row[to] = blend(rgb[a], wa, rgb[b], wb, rgb[c], wc, rgb[d], wd);
        row[to + 1] = blend(rgb[a + 1], wa, rgb[b + 1], wb, rgb[c + 1], wc, rgb[d + 1], wd);
        row[to + 2] = blend(rgb[a + 2], wa, rgb[b + 2], wb, rgb[c + 2], wc, rgb[d + 2], wd);
      }
      target.put(row);
    }
  }

  private static byte blend(byte a, int wa, byte b, int wb, byte c, int wc, byte d, int wd) {
    int sum = (a & 0xFF) * wa + (b & 0xFF) * wb + (c & 0xFF) * wc + (d & 0xFF) * wd;
    return (byte) (sum + HALF >> 2 * BITS);
  }

  /** Where output {@code i} of {@code outputs} lies among the inputs, in 2048ths of a pixel. */
  private static long position(int i, int outputs, int inputs) {
    long numerator = (2L * i + 1) * inputs - outputs;
    long clamped = Math.max(0, Math.min(numerator, 2L * outputs * (inputs - 1)));
    return (clamped * ONE + outputs) / (2L * outputs);
  }

  /**
   * Names the rules and the size in 16 hex digits: the first of the SHA-256 of their description.
   * What was computed under another fingerprint, cached pixels for instance, isn't interchangeable.
   */
  public String fingerprint() {
    String description =
        name
            + ";height="
            + height
            + ";width="
            + width
            + ";layout=hwc;channels=rgb;type=uint8;resize=bilinear;centres=half-pixel"
            + ";antialias=no;edge=clamp;weights=11-bit;rounding=half-up;aspect=ignored"
            + ";orientation=exif;alpha=dropped;profiles=ignored;16-bit=upper-8"
            + ";cmyk=(255-c)(255-k)/255";
    return Sha256.of(description).substring(0, 16);
  }
}
