package io.streamsight.ingest.image;

import io.streamsight.contract.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.coobird.thumbnailator.Thumbnails;

/** Makes a JPEG of a picture that is too large. Upright, so it needs no Exif, and has none. */
final class SmallerPicture {
  /** Artefacts below what a net at 180 pixels can see, at a quarter of the bytes of 1.0. */
  private static final double QUALITY = 0.92;

  private SmallerPicture() {}

  /**
   * @param maxSide of width and height, in pixels; the aspect stays
   */
  static RgbImage of(RgbImage picture, int maxSide) {
    try {
      return rgb(Thumbnails.of(bgr(picture)).size(maxSide, maxSide).asBufferedImage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return a JPEG file: the same for the same picture and Java version
   */
  static byte[] encode(RgbImage picture) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      Thumbnails.of(bgr(picture))
          .scale(1)
          .outputFormat("jpg")
          .outputQuality(QUALITY)
          .toOutputStream(encoded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.toByteArray();
  }

  private static RgbImage rgb(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] rgb = new byte[pixels.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new RgbImage(image.getWidth(), image.getHeight(), rgb);
  }

  /** As Java's own type for photos, for which its loops are made. */
  private static BufferedImage bgr(RgbImage picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }
}
