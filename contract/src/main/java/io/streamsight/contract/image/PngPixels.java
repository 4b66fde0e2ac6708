package io.streamsight.contract.image;

import java.awt.image.Raster;

/** Decodes the picture of a {@link PngFile}. */
final class PngPixels {
  private PngPixels() {}

  static RgbImage read(PngFile file, PixelMemory pixels) throws RefusedImage {
    JdkReader.Outcome outcome = JdkReader.PNG.read(file.stream(), null);
    if (!outcome.warnings().isEmpty()) {
      throw RefusedImage.corrupt("PNG decoder: " + outcome.warnings().get(0));
    }
    Raster raster = outcome.samples();
    if (raster.getWidth() != file.width() || raster.getHeight() != file.height()) {
      throw RefusedImage.corrupt("the decoded picture has another size than the header says");
    }
    byte[] rgb = pixels.stored(file.width() * file.height() * 3);
    int bands = raster.getNumBands();
    int[] row = new int[file.width() * bands];
    int to = 0;
    for (int y = 0; y < file.height(); y++) {
      raster.getPixels(0, y, file.width(), 1, row);
      for (int from = 0; from < row.length; from += bands, to += 3) {
        if (file.colourType() == PngFile.PALETTE) {
          int entry = row[from] * 3;
          if (entry >= file.palette().length) {
            throw RefusedImage.corrupt("a pixel of colour " + row[from] + ", past the palette");
          }
          System.arraycopy(file.palette(), entry, rgb, to, 3);
        } else {
          boolean grey = bands < 3;
          rgb[to] = eightBits(row[from], file.bitDepth());
          rgb[to + 1] = eightBits(row[grey ? from : from + 1], file.bitDepth());
          rgb[to + 2] = eightBits(row[grey ? from : from + 2], file.bitDepth());
        }
      }
    }
    RgbImage stored = new RgbImage(file.width(), file.height(), rgb);
    return Orientation.upright(stored, file.orientation(), pixels);
  }

  /** Fewer bits are spread over 0 to 255, of 16 the upper 8 are kept. */
  private static byte eightBits(int sample, int bitDepth) {
    return (byte) (bitDepth == 16 ? sample >> 8 : sample * 255 / ((1 << bitDepth) - 1));
  }
}
