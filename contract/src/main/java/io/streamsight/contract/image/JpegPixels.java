package io.streamsight.contract.image;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/** Decodes the picture of a {@link JpegFile}. */
final class JpegPixels {

  /** The decoder's words (libjpeg's) for bytes left over between the picture and its end marker. */
  private static final Pattern LEFT_OVER =
      Pattern.compile("Corrupt JPEG data: (\\d+) extraneous bytes before marker 0xd9");

  /** Hardware encoders fill up to their burst length; what is longer was picture once. */
  private static final int MAX_PADDING = 64;

  /** Red first, as {@link RgbImage} has it: the decoder then writes its rows without reordering. */
  private static final int[] RGB = {0, 1, 2};

  private static final ColorModel SRGB =
      ImageTypeSpecifier.createInterleaved(
              ColorSpace.getInstance(ColorSpace.CS_sRGB), RGB, DataBuffer.TYPE_BYTE, false, false)
          .getColorModel();

  private JpegPixels() {}

  static RgbImage read(JpegFile file, PixelMemory pixels) throws RefusedImage {
    ImageReadParam whole = new ImageReadParam();
    if (file.colour().samples() == 3) {
      whole.setDestination(rgb(file.width(), file.height(), pixels));
    }
    byte[] samples = ((DataBufferByte) decode(file, whole).getDataBuffer()).getData();
    RgbImage stored =
        new RgbImage(file.width(), file.height(), file.colour().toRgb(samples, pixels));
    return Orientation.upright(stored, file.orientation(), pixels);
  }

  /**
   * Refuses what {@link #read} refuses. Every row is decoded, and of the picture one pixel kept: to
   * hand out the rows and keep them is a third of the work.
   */
  static void check(JpegFile file) throws RefusedImage {
    ImageReadParam onePixel = new ImageReadParam();
    onePixel.setSourceSubsampling(file.width(), file.height(), 0, 0);
    if (file.colour().samples() == 3) {
      // As read has it.
      onePixel.setDestination(rgb(1, 1, PixelMemory.fresh()));
    }
    decode(file, onePixel);
  }

  private static Raster decode(JpegFile file, ImageReadParam param) throws RefusedImage {
    JdkReader.Outcome outcome = JdkReader.JPEG.read(file.stream(), param);
    for (String warning : outcome.warnings()) {
      if (!harmless(warning, file)) {
        throw RefusedImage.corrupt("JPEG decoder: " + warning);
      }
    }
    if (outcome.width() != file.width()
        || outcome.height() != file.height()
        || outcome.samples().getNumBands() != file.colour().samples()) {
      throw RefusedImage.corrupt("the decoded picture has another shape than the header says");
    }
    return outcome.samples();
  }

  private static BufferedImage rgb(int width, int height, PixelMemory pixels) {
    int bytes = width * height * 3;
    var samples = new DataBufferByte(pixels.stored(bytes), bytes);
    var raster =
        Raster.createInterleavedRaster(samples, width, height, 3 * width, 3, RGB, new Point());
    return new BufferedImage(SRGB, raster, false, null);
  }

  /** A few zero bytes before the end marker pad the file; anything else there is damage. */
  private static boolean harmless(String warning, JpegFile file) {
    Matcher leftOver = LEFT_OVER.matcher(warning);
    if (!leftOver.matches()) {
      return false;
    }
    int count = Integer.parseInt(leftOver.group(1));
    byte[] stream = file.stream();
    int end = stream.length - 2;
    for (int at = end - Math.min(count, end); at < end; at++) {
      if (stream[at] != 0) {
        return false;
      }
    }
    return count <= MAX_PADDING;
  }
}
