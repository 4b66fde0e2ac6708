package io.streamsight.contract.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The structure of a PNG file (ISO 15948), its critical chunks checked against their CRC.
 *
 * @param width in pixels
 * @param height in pixels
 * @param bitDepth bits a sample: 1, 2, 4, 8 or 16
 * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param palette RGB of each entry, empty without one
 * @param orientation Exif's, 1 to 8
 * @param stream the picture alone: signature and critical chunks. What ancillary chunks say
 *     (profiles, gamma, transparency, animation) is ignored by rule.
 */
record PngFile(
    int width,
    int height,
    int bitDepth,
    int colourType,
    byte[] palette,
    int orientation,
    byte[] stream) {
  static final int PALETTE = 3;

  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int IDAT = 0x49444154;
  private static final int EXIF = 0x65584966;
  private static final int IEND = 0x49454E44;

  /** Bit 5 of a chunk name's first letter: a reader may skip what it doesn't know. */
  private static final int ANCILLARY = 0x20000000;

  static PngFile parse(byte[] file, ImageLimits limits) throws RefusedImage {
    ByteScanner in = new ByteScanner(file, SIGNATURE);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE);
    CRC32 crc = new CRC32();
    Header header = null;
    byte[] palette = {};
    int orientation = Orientation.UPRIGHT;
    boolean data = false;
    while (true) {
      if (in.remaining() == 0) {
        throw RefusedImage.truncated("no IEND chunk in " + file.length + " bytes");
      }
      int start = in.position();
      long length = in.u32();
      int type = (int) in.u32();
      if (!isName(type)) {
        throw RefusedImage.corrupt("no chunk at byte " + start);
      }
      if (length > in.remaining() - 4) {
        throw RefusedImage.truncated(
            "chunk " + name(type) + " of " + length + " bytes at byte " + start + " is cut off");
      }
      int payload = in.position();
      in.skip((int) length);
      long stated = in.u32();
      if (type == EXIF) {
        orientation = Orientation.ofExif(file, payload, payload + (int) length);
      }
      if ((type & ANCILLARY) != 0) {
        continue;
      }
      crc.reset();
      crc.update(file, payload - 4, (int) length + 4);
      if (crc.getValue() != stated) {
        throw RefusedImage.corrupt(
            "chunk " + name(type) + " at byte " + start + " does not match its CRC");
      }
      if ((header == null) != (type == IHDR)) {
        throw RefusedImage.corrupt("chunk " + name(type) + " where IHDR has to be first and once");
      }
      kept.write(file, start, in.position() - start);
      switch (type) {
        case IHDR -> header = Header.parse(file, payload, (int) length, limits);
        case PLTE -> palette = Arrays.copyOfRange(file, payload, payload + (int) length);
        case IDAT -> data = true;
        case IEND -> {
          if (!data) {
            throw RefusedImage.corrupt("no IDAT chunk before IEND");
          }
          return new PngFile(
              header.width,
              header.height,
              header.bitDepth,
              header.colourType,
              palette,
              orientation,
              kept.toByteArray());
        }
        default -> throw RefusedImage.unsupported("PNG with critical chunk " + name(type));
      }
    }
  }

  /**
   * What the reader holds beside the RGB: the samples as stored, and three rows, which are as much
   * again in a picture of one row.
   */
  long readerBytes() {
    return (height + 3L) * (((long) width * samples() * bitDepth + 7) / 8);
  }

  private int samples() {
    return switch (colourType) {
      case 0, PALETTE -> 1;
      case 2 -> 3;
      case 4 -> 2;
      default -> 4;
    };
  }

  private record Header(int width, int height, int bitDepth, int colourType) {
    static Header parse(byte[] file, int at, int length, ImageLimits limits) throws RefusedImage {
      if (length != 13) {
        throw RefusedImage.corrupt("an IHDR chunk of " + length + " bytes");
      }
      ByteScanner in = new ByteScanner(file, at);
      long width = in.u32();
      long height = in.u32();
      limits.check(width, height);
      return new Header((int) width, (int) height, in.u8(), in.u8());
    }
  }

  private static boolean isName(int type) {
    for (int shift = 0; shift < 32; shift += 8) {
      int letter = type >> shift & 0xDF;
      if (letter < 'A' || letter > 'Z') {
        return false;
      }
    }
    return true;
  }

  private static String name(int type) {
    return String.format(
        Locale.ROOT,
        "%c%c%c%c",
        type >> 24 & 0xFF,
        type >> 16 & 0xFF,
        type >> 8 & 0xFF,
        type & 0xFF);
  }
}
