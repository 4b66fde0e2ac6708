package io.streamsight.contract.image;

import java.util.Arrays;

/**
 * What the samples of a JPEG mean, and how they become RGB. Integer arithmetic of 16 fractional
 * bits, rounded half up, after JFIF 1.02: {@code R = Y + 1.402 Cr}, {@code G = Y - 0.34414 Cb -
 * 0.71414 Cr}, {@code B = Y + 1.772 Cb}.
 */
enum JpegColour {
  GREY(1),
  RGB(3),
  YCBCR(3),
  /** Ink: 255 is full ink. */
  CMYK(4),
  /** As Adobe stores it: 0 is full ink. */
  CMYK_INVERTED(4),
  /** Adobe's inverted CMYK with its first three channels as YCbCr. */
  YCCK(4);

  static final int NO_ADOBE = -1;

  private static final int HALF = 1 << 15;
  private static final int[] CR_TO_R = table(1.402);
  private static final int[] CB_TO_B = table(1.772);
  private static final int[] CR_TO_G = table(-0.714136286);
  private static final int[] CB_TO_G = table(-0.344136286);

  private final int samples;

  JpegColour(int samples) {
    this.samples = samples;
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

  /**
   * @param stored interleaved samples; three a pixel are converted in place
   * @return RGB of as many pixels
   */
  byte[] toRgb(byte[] stored) {
    byte[] rgb = samples == 3 ? stored : new byte[stored.length / samples * 3];
    switch (this) {
      case RGB -> {}
      case GREY -> {
        for (int from = 0, to = 0; from < stored.length; from++, to += 3) {
          rgb[to] = rgb[to + 1] = rgb[to + 2] = stored[from];
        }
      }
      case YCBCR -> {
        for (int at = 0; at < stored.length; at += 3) {
          fromYcbcr(stored, at, rgb, at);
        }
      }
      case CMYK, CMYK_INVERTED -> {
        int invert = this == CMYK ? 0xFF : 0;
        for (int from = 0, to = 0; from < stored.length; from += 4, to += 3) {
          int white = (stored[from + 3] & 0xFF) ^ invert;
          for (int c = 0; c < 3; c++) {
            rgb[to + c] = scaled((stored[from + c] & 0xFF) ^ invert, white);
          }
        }
      }
      case YCCK -> {
        for (int from = 0, to = 0; from < stored.length; from += 4, to += 3) {
          fromYcbcr(stored, from, rgb, to);
          int white = stored[from + 3] & 0xFF;
          for (int c = 0; c < 3; c++) {
            // Stored are the inks' complements of what YCbCr gives, and those inverted again.
            rgb[to + c] = scaled(255 - (rgb[to + c] & 0xFF), white);
          }
        }
      }
    }
    return rgb;
  }

  private static void fromYcbcr(byte[] in, int from, byte[] out, int to) {
    int y = (in[from] & 0xFF) << 16 | HALF;
    int cb = in[from + 1] & 0xFF;
    int cr = in[from + 2] & 0xFF;
    out[to] = clamped(y + CR_TO_R[cr] >> 16);
    out[to + 1] = clamped(y + CB_TO_G[cb] + CR_TO_G[cr] >> 16);
    out[to + 2] = clamped(y + CB_TO_B[cb] >> 16);
  }

  private static byte clamped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  private static byte scaled(int value, int white) {
    return (byte) ((value * white + 127) / 255);
  }

  private static int[] table(double factor) {
    int fixed = (int) Math.round(factor * (1 << 16));
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = fixed * (i - 128);
    }
    return table;
  }
}
