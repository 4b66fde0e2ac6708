package io.streamsight.contract.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The JDK's own reader of one format, with its warnings collected: it tells only a listener when it
 * fills a damaged picture with grey.
 *
 * <p>Not whichever plug-in the class path holds: another decoder gives other pixels.
 */
enum JdkReader {
  JPEG("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi"),
  PNG("com.sun.imageio.plugins.png.PNGImageReaderSpi");

  private final ImageReaderSpi provider;

  JdkReader(String provider) {
    this.provider = find(provider);
  }

  /**
   * @param width of the picture, in pixels, as the reader understands it
   * @param height likewise
   * @param samples what was asked for of them
   * @param warnings what the reader complained of
   */
  record Outcome(int width, int height, Raster samples, List<String> warnings) {}

  /**
   * Reads the first picture.
   *
   * @param param with a destination of RGB, the decoder converts into it; without, what comes is a
   *     raster of the samples as stored
   */
  Outcome read(byte[] encoded, ImageReadParam param) throws RefusedImage {
    ImageReader reader = null;
    try {
      reader = provider.createReaderInstance();
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(new EncodedInput(encoded), true, true);
      return new Outcome(reader.getWidth(0), reader.getHeight(0), samples(reader, param), warnings);
    } catch (IOException | RuntimeException e) {
      // The readers answer damaged input with whatever they stumble over, unchecked ones included.
      throw RefusedImage.corrupt(name() + " decoder: " + rootMessage(e));
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private static Raster samples(ImageReader reader, ImageReadParam param) throws IOException {
    return param.getDestination() == null && reader.canReadRaster()
        ? reader.readRaster(0, param)
        : reader.read(0, param).getRaster();
  }

  private static String rootMessage(Exception e) {
    Throwable cause = e instanceof IIOException && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static ImageReaderSpi find(String name) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getName().equals(name)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "This Java runtime lacks " + name + ": use a JDK or JRE with the module java.desktop");
  }
}
