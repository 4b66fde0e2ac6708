package io.streamsight.contract.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.regex.Pattern;

/** Decodes the picture of a {@link JpegFile}. */
final class JpegPixels {

  /** The decoder's words (libjpeg's) for bytes left over between the picture and its end marker. */
  private static final Pattern LEFT_OVER =
      Pattern.compile("Corrupt JPEG data: (\\d+) extraneous bytes before marker 0xd9");

  private JpegPixels() {}

  static RgbImage read(JpegFile file) throws RefusedImage {
    JdkReader.Outcome outcome = JdkReader.JPEG.read(file.stream());
    for (String warning : outcome.warnings()) {
      if (!harmless(warning, file)) {
        throw RefusedImage.corrupt("JPEG decoder: " + warning);
      }
    }
    Raster raster = outcome.samples();
    if (raster.getWidth() != file.width()
        || raster.getHeight() != file.height()
        || raster.getNumBands() != file.colour().samples()) {
      throw RefusedImage.corrupt("the decoded picture has another shape than the header says");
    }
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    RgbImage stored = new RgbImage(file.width(), file.height(), file.colour().toRgb(samples));
    return Orientation.upright(stored, file.orientation());
  }

  private static boolean harmless(String warning, JpegFile file) {
    return false;
  }
}
