package io.streamsight.contract.image;

import io.streamsight.contract.Reason;

/**
 * What an image may cost before any of its pixels is decoded.
 *
 * @param maxBytes largest encoded size in bytes
 * @param maxPixels largest width times height, from the header
 */
public record ImageLimits(int maxBytes, long maxPixels) {

  /**
   * 16 MiB, the limit of the topics; 40 million pixels, which lets the usual photos of phones and
   * cameras pass (12 to 36 million) and bounds a decode at 120 MB of samples, 240 MB while a
   * rotated one is turned.
   */
  public static final ImageLimits DEFAULT = new ImageLimits(16 << 20, 40_000_000);

  /** Three bytes a pixel have to fit one Java array. */
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  public ImageLimits {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
    }
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels must be between 1 and " + MOST_PIXELS + ", not " + maxPixels);
    }
  }

  /** The size that a header claims, before anything is allocated for it. */
  void check(long width, long height) throws RefusedImage {
    if (width == 0 || height == 0) {
      throw RefusedImage.corrupt("the header says " + width + " x " + height + " pixels");
    }
    if (width > maxPixels || height > maxPixels / width) {
      throw new RefusedImage(
          Reason.IMAGE_TOO_MANY_PIXELS,
          width + " x " + height + " pixels, the limit is " + maxPixels);
    }
  }
}
