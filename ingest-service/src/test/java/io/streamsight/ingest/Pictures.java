package io.streamsight.ingest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Encoded pictures for tests, each of its own noise. */
public final class Pictures {
  private Pictures() {}

  public static byte[] jpeg(int width, int height, long seed) {
    return encode("jpeg", width, height, seed);
  }

  /** Noise doesn't compress: about three bytes a pixel. */
  public static byte[] png(int width, int height, long seed) {
    return encode("png", width, height, seed);
  }

  public static byte[] firstHalf(byte[] encoded) {
    return Arrays.copyOf(encoded, encoded.length / 2);
  }

  private static byte[] encode(String format, int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
