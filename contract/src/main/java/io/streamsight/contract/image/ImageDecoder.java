package io.streamsight.contract.image;

import io.streamsight.contract.Reason;
import io.streamsight.contract.image.CheckResult.Sound;
import io.streamsight.contract.image.DecodeResult.Decoded;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Encoded JPEG or PNG to upright RGB, strictly: a file that is cut off or damaged is refused, where
 * common decoders fill the rest with grey.
 *
 * <p>The rules, the same on the side that trains and the side that serves:
 *
 * <ul>
 *   <li>Samples are taken as stored; colour profiles and gamma are ignored.
 *   <li>The orientation of Exif is applied.
 *   <li>Grey is repeated in all channels; palettes are looked up; of 16 bits the upper 8 are kept.
 *   <li>CMYK becomes RGB without a profile: {@code R = (255 - C) (255 - K) / 255}.
 *   <li>Alpha is dropped, as Keras's {@code load_img} does: what the file stores under a
 *       transparent pixel shows. Blending would need a background that nobody has named.
 *   <li>Of an animated PNG the default picture counts. Bytes after the end of the picture do not.
 * </ul>
 *
 * <p>Safe for use by many threads at once: a call shares nothing with another.
 */
public final class ImageDecoder {
  private final ImageLimits limits;
  private final DecodeMemory memory;

  public ImageDecoder(ImageLimits limits) {
    this(limits, new DecodeMemory(Long.MAX_VALUE));
  }

  /**
   * @param memory shared by all decoders of a process
   */
  public ImageDecoder(ImageLimits limits, DecodeMemory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  /**
   * Decodes one image.
   *
   * @param encoded the whole file; {@code null} counts as empty. Not kept, not changed.
   * @return the picture or the refusal; never throws because of the bytes
   */
  public DecodeResult decode(byte[] encoded) {
    return decode(encoded, PixelMemory.fresh(), UnaryOperator.identity());
  }

  /** Decodes one image into {@code pixels}; it is valid until the next is decoded into them. */
  public DecodeResult decode(byte[] encoded, PixelMemory pixels) {
    return decode(encoded, pixels, UnaryOperator.identity());
  }

  /**
   * Decodes one image and makes another of it, in the memory that the decode may hold.
   *
   * @param then the picture in, the result's picture out
   */
  public DecodeResult decode(byte[] encoded, UnaryOperator<RgbImage> then) {
    return decode(encoded, PixelMemory.fresh(), then);
  }

  /** As {@link #decode(byte[], UnaryOperator)}, into {@code pixels}. */
  public DecodeResult decode(byte[] encoded, PixelMemory pixels, UnaryOperator<RgbImage> then) {
    try {
      ImageFormat format = format(encoded);
      return new Decoded(format, read(format, encoded, pixels, then));
    } catch (RefusedImage refused) {
      return refused.result();
    }
  }

  /**
   * Decodes one image in full, and so refuses what {@link #decode(byte[])} refuses, but keeps no
   * pixels: a third less work for a JPEG.
   *
   * @param encoded the whole file; {@code null} counts as empty. Not kept, not changed.
   * @return the picture's shape or the refusal; never throws because of the bytes
   */
  public CheckResult check(byte[] encoded) {
    try {
      ImageFormat format = format(encoded);
      return format == ImageFormat.JPEG ? checkJpeg(encoded) : checkPng(encoded);
    } catch (RefusedImage refused) {
      return refused.result();
    }
  }

  private CheckResult checkJpeg(byte[] encoded) throws RefusedImage {
    JpegFile file = JpegFile.parse(encoded, limits);
    // As much as decode, which must not refuse later what is published now. Nor is it idle: the
    // reader holds six bytes a pixel of a progressive picture, outside of the heap.
    try (var held = memory.hold(file.width(), file.height(), file.readerBytes())) {
      JpegPixels.check(file);
    }
    return Orientation.swapsSides(file.orientation())
        ? new Sound(ImageFormat.JPEG, file.height(), file.width())
        : new Sound(ImageFormat.JPEG, file.width(), file.height());
  }

  /** A palette's colours are found missing only when every pixel is looked up. */
  private CheckResult checkPng(byte[] encoded) throws RefusedImage {
    RgbImage picture =
        read(ImageFormat.PNG, encoded, PixelMemory.fresh(), UnaryOperator.identity());
    return new Sound(ImageFormat.PNG, picture.width(), picture.height());
  }

  private ImageFormat format(byte[] encoded) throws RefusedImage {
    if (encoded == null || encoded.length == 0) {
      throw new RefusedImage(Reason.IMAGE_EMPTY, "no bytes");
    }
    if (encoded.length > limits.maxBytes()) {
      throw new RefusedImage(
          Reason.IMAGE_TOO_LARGE, encoded.length + " bytes, the limit is " + limits.maxBytes());
    }
    return ImageFormat.detect(encoded)
        .orElseThrow(
            () ->
                new RefusedImage(
                    Reason.IMAGE_UNSUPPORTED_FORMAT,
                    "starts with " + firstBytes(encoded) + ", not as JPEG or PNG do"));
  }

  private RgbImage read(
      ImageFormat format, byte[] encoded, PixelMemory pixels, UnaryOperator<RgbImage> then)
      throws RefusedImage {
    if (format == ImageFormat.JPEG) {
      JpegFile file = JpegFile.parse(encoded, limits);
      try (var held = memory.hold(file.width(), file.height(), file.readerBytes())) {
        return then.apply(JpegPixels.read(file, pixels));
      }
    }
    PngFile file = PngFile.parse(encoded, limits);
    try (var held = memory.hold(file.width(), file.height(), file.readerBytes())) {
      return then.apply(PngPixels.read(file, pixels));
    }
  }

  private static String firstBytes(byte[] encoded) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(8, encoded.length); i++) {
      hex.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%02x", encoded[i]));
    }
    return hex.toString();
  }
}
