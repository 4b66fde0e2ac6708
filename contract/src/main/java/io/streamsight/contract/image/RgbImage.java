package io.streamsight.contract.image;

/**
 * A decoded picture, upright: {@code [height, width, 3]}, red, green, blue, 8 bits each.
 *
 * <p>{@code rgb} is not copied on the way in or out, because a photo is megabytes: whoever holds
 * the image owns the array. {@link ImageDecoder} makes a new one for every image and keeps none,
 * unless it is given a {@link PixelMemory}.
 */
public final class RgbImage {
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param rgb rows from the top, three bytes a pixel; bytes beyond {@code width * height * 3}
   *     don't count
   */
  public RgbImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length < 3L * width * height) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels do not match " + rgb.length + " bytes of RGB");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The samples themselves, not a copy: {@code rgb[(y * width + x) * 3 + channel]}. */
  public byte[] rgb() {
    return rgb;
  }
}
