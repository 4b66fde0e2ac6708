package io.streamsight.contract.image;

import java.awt.image.Raster;
import javax.imageio.ImageReadParam;

/** Decodes the picture of a {@link PngFile}. */
final class PngPixels {
  private static final int MAX_AT_ONCE = 4096;

  private PngPixels() {}

  static RgbImage read(PngFile file, PixelMemory pixels) throws RefusedImage {
    JdkReader.Outcome outcome = JdkReader.PNG.read(file.stream(), new ImageReadParam());
    if (!outcome.warnings().isEmpty()) {
      throw RefusedImage.corrupt("PNG decoder: " + outcome.warnings().get(0));
    }
    Raster raster = outcome.samples();
    if (raster.getWidth() != file.width() || raster.getHeight() != file.height()) {
      throw RefusedImage.corrupt("the decoded picture has another size than the header says");
    }
    byte[] rgb = pixels.stored(file.width() * file.height() * 3);
    int bands = raster.getNumBands();
    // A row may have all pixels of the picture, and here each sample takes four bytes.
    int most = Math.min(file.width(), MAX_AT_ONCE);
    int[] samples = new int[most * bands];
    int to = 0;
    for (int y = 0; y < file.height(); y++) {
      for (int x = 0; x < file.width(); x += most) {
        int count = Math.min(most, file.width() - x);
        raster.getPixels(x, y, count, 1, samples);
        toRgb(file, samples, bands, count, rgb, to);
        to += 3 * count;
      }
    }
    RgbImage stored = new RgbImage(file.width(), file.height(), rgb);
    return Orientation.upright(stored, file.orientation(), pixels);
  }

  private static void toRgb(
      PngFile file, int[] samples, int bands, int count, byte[] rgb, int start)
      throws RefusedImage {
    boolean grey = bands < 3;
    int to = start;
    for (int from = 0; from < count * bands; from += bands, to += 3) {
      if (file.colourType() == PngFile.PALETTE) {
        int entry = samples[from] * 3;
        if (entry >= file.palette().length) {
          throw RefusedImage.corrupt("a pixel of colour " + samples[from] + ", past the palette");
        }
        System.arraycopy(file.palette(), entry, rgb, to, 3);
      } else {
        rgb[to] = eightBits(samples[from], file.bitDepth());
        rgb[to + 1] = eightBits(samples[grey ? from : from + 1], file.bitDepth());
        rgb[to + 2] = eightBits(samples[grey ? from : from + 2], file.bitDepth());
      }
    }
  }

  /** Fewer bits are spread over 0 to 255, of 16 the upper 8 are kept. */
  private static byte eightBits(int sample, int bitDepth) {
    return (byte) (bitDepth == 16 ? sample >> 8 : sample * 255 / ((1 << bitDepth) - 1));
  }
}
