package io.streamsight.trainer.training;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Mixes the first picture of a batch with the last, the second with the last but one, and so on:
 * each of a pair becomes a blend of both (mixup; Zhang et al., 2018) or gets a rectangle of the
 * other in its place (CutMix; Yun et al., 2019). The shares are drawn from a symmetric beta
 * distribution; as both of a pair stay in the batch, each keeps the greater share.
 *
 * @param mixup alpha of the distribution; 0: off
 * @param cutmix the same; where both are on, half of the pairs get the one, half the other
 */
record Mixing(double mixup, double cutmix) {

  /**
   * In place.
   *
   * @param pixels uint8 {@code [n, height, width, 3]} from position 0
   * @return {@code [n]}: the share of what the picture was, 0.5 to 1; the rest is that of picture n
   *     - 1 - i
   */
  float[] apply(ByteBuffer pixels, int n, int height, int width, RandomGenerator random) {
    float[] shares = new float[n];
    Arrays.fill(shares, 1);
    if (mixup == 0 && cutmix == 0) {
      return shares;
    }
    int bytes = height * width * 3;
    byte[] one = new byte[bytes];
    byte[] other = new byte[bytes];
    for (int i = 0; i < n / 2; i++) {
      int partner = n - 1 - i;
      pixels.get(i * bytes, one).get(partner * bytes, other);
      boolean blended = cutmix == 0 || mixup > 0 && random.nextBoolean();
      double drawn = beta(blended ? mixup : cutmix, random);
      double share = Math.max(drawn, 1 - drawn);
      if (blended) {
        blend(one, other, share);
      } else {
        share = swap(one, other, share, height, width, random);
      }
      shares[i] = (float) share;
      shares[partner] = (float) share;
      pixels.put(i * bytes, one).put(partner * bytes, other);
    }
    return shares;
  }

  private static void blend(byte[] one, byte[] other, double share) {
    int own = (int) Math.round(share * (1 << 16));
    int rest = (1 << 16) - own;
    int half = 1 << 15;
    for (int i = 0; i < one.length; i++) {
      int a = one[i] & 0xff;
      int b = other[i] & 0xff;
      one[i] = (byte) (a * own + b * rest + half >> 16);
      other[i] = (byte) (b * own + a * rest + half >> 16);
    }
  }

  /**
   * @return the share that is left outside of the rectangle, which has whole pixels
   */
  private static double swap(
      byte[] one, byte[] other, double share, int height, int width, RandomGenerator random) {
    double side = Math.sqrt(1 - share);
    int across = (int) Math.round(side * width);
    int along = (int) Math.round(side * height);
    int left = random.nextInt(width - across + 1);
    int top = random.nextInt(height - along + 1);
    byte[] row = new byte[across * 3];
    for (int y = top; y < top + along; y++) {
      int at = (y * width + left) * 3;
      System.arraycopy(one, at, row, 0, row.length);
      System.arraycopy(other, at, one, at, row.length);
      System.arraycopy(row, 0, other, at, row.length);
    }
    return 1 - (double) across * along / (height * width);
  }

  /** Beta(alpha, alpha) by rejection (Jöhnk, 1964). */
  static double beta(double alpha, RandomGenerator random) {
    while (true) {
      double x = StrictMath.pow(random.nextDouble(), 1 / alpha);
      double y = StrictMath.pow(random.nextDouble(), 1 / alpha);
      double sum = x + y;
      if (sum > 0 && sum <= 1) {
        return x / sum;
      }
    }
  }
}
