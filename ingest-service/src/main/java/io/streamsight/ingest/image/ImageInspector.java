package io.streamsight.ingest.image;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.image.DecodeMemory;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.RgbImage;
import io.streamsight.contract.topic.InstallationConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decodes an image once and keeps of it what the index says. Any thread may call. */
@ApplicationScoped
public class ImageInspector {
  private static final Logger LOG = Logger.getLogger(ImageInspector.class);

  private final ImageLimits limits;
  private final DecodeMemory memory = DecodeMemory.halfOfTheHeap();
  private final ImageDecoder decoder;
  private final Timer decoding;

  ImageInspector(InstallationConfig installation, MeterRegistry meters) {
    limits = new ImageLimits(installation.maxImageBytes(), installation.maxImagePixels());
    decoder = new ImageDecoder(limits, memory);
    decoding =
        Timer.builder("streamsight.image.decode")
            .description("Time to decode one image in full")
            .publishPercentileHistogram()
            .register(meters);
  }

  /**
   * @param encoded the whole file; null counts as empty
   */
  public Inspection inspect(byte[] encoded) {
    return guarded(
        () -> {
          DecodeResult result = decoding.record(() -> decoder.decode(encoded));
          return result instanceof DecodeResult.Decoded decoded
              ? sound(encoded, decoded)
              : broken((DecodeResult.Rejected) result);
        });
  }

  /**
   * The same, but a picture with a side of more than {@code maxSide} pixels is shrunk to it. Its
   * file may have more bytes than the topic takes, as long as the smaller one has not.
   */
  public Inspection inspect(byte[] encoded, int maxSide) {
    ImageDecoder lenient =
        new ImageDecoder(new ImageLimits(Math.max(1, encoded.length), limits.maxPixels()), memory);
    return guarded(
        () -> {
          DecodeResult result = decoding.record(() -> lenient.decode(encoded));
          if (!(result instanceof DecodeResult.Decoded decoded)) {
            return broken((DecodeResult.Rejected) result);
          }
          boolean small = Math.max(decoded.image().width(), decoded.image().height()) <= maxSide;
          if (small && encoded.length > limits.maxBytes()) {
            return new Inspection.Broken(
                Reason.IMAGE_TOO_LARGE,
                "%d bytes, the limit is %d".formatted(encoded.length, limits.maxBytes()));
          }
          return small ? sound(encoded, decoded) : inspect(shrunk(decoded.image(), maxSide));
        });
  }

  private byte[] shrunk(RgbImage picture, int maxSide) {
    try (var held = memory.hold(picture.width(), picture.height())) {
      return SmallerPicture.of(picture, maxSide);
    }
  }

  private static Inspection sound(byte[] encoded, DecodeResult.Decoded decoded) {
    ImageFormat format = decoded.format();
    return new Inspection.Sound(
        encoded, Sha256.of(encoded), decoded.image().width(), decoded.image().height(), format);
  }

  private static Inspection broken(DecodeResult.Rejected rejected) {
    return new Inspection.Broken(rejected.reason(), rejected.detail());
  }

  private static Inspection guarded(Supplier<Inspection> inspection) {
    try {
      return inspection.get();
    } catch (RuntimeException e) {
      // A defect of the decoder must not hold up all other images; the dead letter keeps the bytes.
      LOG.error("The decoder failed", e);
      return new Inspection.Broken(Reason.INTERNAL, e.toString());
    }
  }
}
