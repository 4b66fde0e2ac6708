package io.streamsight.contract.image;

/** Exif's orientation: which edge of the stored picture is up. Values and names as in Exif 2.3. */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;

  private Orientation() {}

  /**
   * Reads the tag from the first directory of an Exif block. Damaged Exif says nothing about the
   * picture, which is whole: it counts as upright.
   *
   * @param from where the TIFF header starts in {@code file}
   * @param to the end of the block
   */
  static int ofExif(byte[] file, int from, int to) {
    if (to - from < 8) {
      return UPRIGHT;
    }
    boolean little = file[from] == 'I';
    if (file[from + 1] != file[from] || (!little && file[from] != 'M')) {
      return UPRIGHT;
    }
    long high = u16(file, little ? from + 6 : from + 4, little);
    long low = u16(file, little ? from + 4 : from + 6, little);
    long directory = from + (high << 16 | low);
    if (directory < from + 8L || directory + 2 > to) {
      return UPRIGHT;
    }
    int entries = u16(file, (int) directory, little);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > to) {
        return UPRIGHT;
      }
      int at = (int) entry;
      if (u16(file, at, little) == TAG) {
        int value = u16(file, at + 8, little);
        boolean valid = u16(file, at + 2, little) == TYPE_SHORT && value >= 1 && value <= 8;
        return valid ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** Whether what is stored as a column is a row of the upright picture. */
  static boolean swapsSides(int orientation) {
    return orientation >= 5;
  }

  /** Turns and mirrors the stored picture upright. */
  static RgbImage upright(RgbImage stored, int orientation, PixelMemory pixels) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    int width = stored.width();
    int height = stored.height();
    // Strides to walk through the upright picture.
    boolean swapped = swapsSides(orientation);
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int column = fromRight ? -3 : 3;
    int row = fromBottom ? -3 * width : 3 * width;
    int start = (fromRight ? 3 * (width - 1) : 0) + (fromBottom ? 3 * width * (height - 1) : 0);

    int uprightWidth = swapped ? height : width;
    int uprightHeight = swapped ? width : height;
    int alongX = swapped ? row : column;
    int alongY = swapped ? column : row;
    byte[] from = stored.rgb();
    byte[] to = pixels.turned(3 * width * height);
    int target = 0;
    for (int y = 0; y < uprightHeight; y++) {
      int source = start + y * alongY;
      for (int x = 0; x < uprightWidth; x++) {
        to[target++] = from[source];
        to[target++] = from[source + 1];
        to[target++] = from[source + 2];
        source += alongX;
      }
    }
    return new RgbImage(uprightWidth, uprightHeight, to);
  }

  private static int u16(byte[] file, int at, boolean little) {
    int first = file[at] & 0xFF;
    int second = file[at + 1] & 0xFF;
    return little ? second << 8 | first : first << 8 | second;
  }
}
