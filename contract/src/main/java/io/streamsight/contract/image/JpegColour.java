package io.streamsight.contract.image;

import java.util.Arrays;

/**
 * What the samples of a JPEG mean, and how they become RGB. The decoder itself converts three
 * components, faster; the rest is converted here.
 */
enum JpegColour {
  GREY(1),
  RGB(3, 0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0),
  YCBCR(3, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
  /** Ink: 255 is full ink. */
  CMYK(4),
  /** As Adobe stores it: 0 is full ink. */
  CMYK_INVERTED(4),
  /** Adobe's inverted CMYK with its first three channels as YCbCr. */
  YCCK(4);

  static final int NO_ADOBE = -1;

  private final int samples;
  private final byte[] marker;

  JpegColour(int samples, int... marker) {
    this.samples = samples;
    this.marker = new byte[marker.length];
    for (int i = 0; i < marker.length; i++) {
      this.marker[i] = (byte) marker[i];
    }
  }

  /**
   * @param components the ids in the frame header
   * @param adobeTransform of the Adobe segment, or {@link #NO_ADOBE}
   */
  static JpegColour of(int[] components, boolean jfif, int adobeTransform) throws RefusedImage {
    return switch (components.length) {
      case 1 -> GREY;
      case 3 -> {
        if (!jfif && adobeTransform == 0) {
          yield RGB;
        }
        boolean unmarked = !jfif && adobeTransform == NO_ADOBE;
        yield unmarked && Arrays.equals(components, new int[] {'R', 'G', 'B'}) ? RGB : YCBCR;
      }
      case 4 ->
          switch (adobeTransform) {
            case NO_ADOBE -> CMYK;
            case 0 -> CMYK_INVERTED;
            default -> YCCK;
          };
      default ->
          throw RefusedImage.unsupported(
              "JPEG with " + components.length + " components; 1, 3 or 4 are read");
    };
  }

  /** Samples a pixel, as stored. */
  int samples() {
    return samples;
  }

  /** The application segment that tells the decoder, or nothing. Not to be written to. */
  byte[] marker() {
    return marker;
  }

  /**
   * @param decoded interleaved: RGB where the file has three samples a pixel, else as stored
   * @param pixels where the RGB goes, if it isn't that already
   * @return RGB of as many pixels, and maybe more bytes
   */
  byte[] toRgb(byte[] decoded, PixelMemory pixels) {
    if (samples == 3) {
      return decoded;
    }
    int bytes = decoded.length / samples * 3;
    byte[] rgb = pixels.stored(bytes);
    for (int from = 0, to = 0; to < bytes; from += samples, to += 3) {
      switch (this) {
        case CMYK -> fromInk(decoded, from, 0xFF, rgb, to);
        case CMYK_INVERTED -> fromInk(decoded, from, 0, rgb, to);
        case YCCK -> fromYcck(decoded, from, rgb, to);
        default -> rgb[to] = rgb[to + 1] = rgb[to + 2] = decoded[from];
      }
    }
    return rgb;
  }

  private static void fromInk(byte[] in, int from, int invert, byte[] rgb, int to) {
    int white = (in[from + 3] & 0xFF) ^ invert;
    for (int c = 0; c < 3; c++) {
      rgb[to + c] = scaled((in[from + c] & 0xFF) ^ invert, white);
    }
  }

  /** JFIF 1.02's conversion; it gives the inks' complements, which Adobe stores inverted again. */
  private static void fromYcck(byte[] in, int from, byte[] rgb, int to) {
    int y = in[from] & 0xFF;
    int cb = (in[from + 1] & 0xFF) - 128;
    int cr = (in[from + 2] & 0xFF) - 128;
    int white = in[from + 3] & 0xFF;
    rgb[to] = scaled(255 - rounded(y + 1.402 * cr), white);
    rgb[to + 1] = scaled(255 - rounded(y - 0.34414 * cb - 0.71414 * cr), white);
    rgb[to + 2] = scaled(255 - rounded(y + 1.772 * cb), white);
  }

  private static int rounded(double value) {
    return (int) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
  }

  private static byte scaled(int value, int white) {
    return (byte) ((value * white + 127) / 255);
  }
}
