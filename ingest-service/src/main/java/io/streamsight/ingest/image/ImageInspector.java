package io.streamsight.ingest.image;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.topic.InstallationConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Decodes an image once and keeps of it what the index says. Any thread may call. */
@ApplicationScoped
public class ImageInspector {
  private static final Logger LOG = Logger.getLogger(ImageInspector.class);

  private final ImageDecoder decoder;
  private final Timer decoding;

  ImageInspector(InstallationConfig installation, MeterRegistry meters) {
    decoder =
        new ImageDecoder(
            new ImageLimits(installation.maxImageBytes(), installation.maxImagePixels()));
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
    try {
      DecodeResult result = decoding.record(() -> decoder.decode(encoded));
      if (result instanceof DecodeResult.Decoded decoded) {
        return new Inspection.Sound(
            Sha256.of(encoded),
            encoded.length,
            decoded.image().width(),
            decoded.image().height(),
            decoded.format());
      }
      DecodeResult.Rejected rejected = (DecodeResult.Rejected) result;
      return new Inspection.Broken(rejected.reason(), rejected.detail());
    } catch (RuntimeException e) {
      // A defect of the decoder must not hold up all other images; the dead letter keeps the bytes.
      LOG.error("The decoder failed", e);
      return new Inspection.Broken(Reason.INTERNAL, e.toString());
    }
  }
}
