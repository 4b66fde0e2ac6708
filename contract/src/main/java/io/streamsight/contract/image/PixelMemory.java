package io.streamsight.contract.image;

/**
 * Memory for the pixels of one picture, used again for the next one: a photo's are half a megabyte
 * and more, and a collector that must clear them away at every image costs more than it needs to.
 * For one thread at a time; a picture decoded into it is valid until the next.
 *
 * <p>JPEGs of three components are decoded right into it. For the others (PNG, grey, CMYK) the
 * JDK's readers make a raster of the samples as stored, anew for every picture: 1 to 8 bytes a
 * pixel, which {@link DecodeMemory} counts; only the RGB that is made of it is here.
 */
public final class PixelMemory {
  /** What is larger comes seldom and is not kept: so many bytes are a photo of 1.4 megapixels. */
  private static final int MAX_KEPT = 4 << 20;

  private static final byte[] NOTHING = {};

  private final int maxKept;
  private byte[] stored = NOTHING;
  private byte[] turned = NOTHING;

  public PixelMemory() {
    this(MAX_KEPT);
  }

  private PixelMemory(int maxKept) {
    this.maxKept = maxKept;
  }

  /** Keeps nothing, so that every picture is its owner's for good; for any thread. */
  static PixelMemory fresh() {
    return new PixelMemory(0);
  }

  /** At least so many bytes, of any content, for a picture as it is stored. */
  byte[] stored(int bytes) {
    if (bytes > maxKept) {
      return new byte[bytes];
    }
    if (stored.length < bytes) {
      stored = new byte[bytes];
    }
    return stored;
  }

  /** The same for one that had to be turned upright. */
  byte[] turned(int bytes) {
    if (bytes > maxKept) {
      return new byte[bytes];
    }
    if (turned.length < bytes) {
      turned = new byte[bytes];
    }
    return turned;
  }
}
