package io.streamsight.ingest.image;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.image.CheckResult;
import io.streamsight.contract.image.DecodeMemory;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.topic.InstallationConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Decodes an image in full, once, and keeps of it what the index says. Any thread may call. */
@ApplicationScoped
public class ImageInspector {
  private static final Logger LOG = Logger.getLogger(ImageInspector.class);

  private final ImageLimits limits;
  private final DecodeMemory memory = DecodeMemory.halfOfTheHeap();
  private final ImageDecoder decoder;
  private final Timer decoding;

  /** By SHA-256: what this process published, it need not decode again to index it. */
  private final Map<String, CheckResult.Sound> sound = Collections.synchronizedMap(new Latest());

  private static final class Latest extends LinkedHashMap<String, CheckResult.Sound> {
    private static final int CAPACITY = 10_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, CheckResult.Sound> eldest) {
      return size() > CAPACITY;
    }
  }

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
    return inspect(encoded, encoded == null ? null : Sha256.of(encoded));
  }

  /**
   * @param contentHash SHA-256 of the bytes, for whoever knows it already
   */
  public Inspection inspect(byte[] encoded, String contentHash) {
    return guarded(
        () -> {
          CheckResult.Sound known = contentHash == null ? null : sound.get(contentHash);
          if (known != null) {
            return inspection(encoded, contentHash, known);
          }
          CheckResult result = decoding.record(() -> decoder.check(encoded));
          return result instanceof CheckResult.Sound sound
              ? sound(encoded, contentHash, sound)
              : broken((DecodeResult.Rejected) result);
        });
  }

  /**
   * The same, but a picture with a side of more than {@code maxSide} pixels is shrunk to it. Its
   * file may have more bytes than the topic takes, as long as the smaller one has not.
   */
  public Inspection inspectShrunk(byte[] encoded, int maxSide) {
    ImageDecoder lenient =
        new ImageDecoder(new ImageLimits(Math.max(1, encoded.length), limits.maxPixels()), memory);
    AtomicBoolean shrunk = new AtomicBoolean();
    return guarded(
        () -> {
          DecodeResult result =
              decoding.record(
                  () ->
                      lenient.decode(
                          encoded,
                          picture -> {
                            shrunk.set(Math.max(picture.width(), picture.height()) > maxSide);
                            return shrunk.get() ? SmallerPicture.of(picture, maxSide) : picture;
                          }));
          if (!(result instanceof DecodeResult.Decoded decoded)) {
            return broken((DecodeResult.Rejected) result);
          }
          if (shrunk.get()) {
            return inspect(SmallerPicture.encode(decoded.image()));
          }
          return encoded.length > limits.maxBytes()
              ? new Inspection.Broken(
                  Reason.IMAGE_TOO_LARGE,
                  "%d bytes, the limit is %d".formatted(encoded.length, limits.maxBytes()))
              : sound(
                  encoded,
                  Sha256.of(encoded),
                  new CheckResult.Sound(
                      decoded.format(), decoded.image().width(), decoded.image().height()));
        });
  }

  private Inspection sound(byte[] encoded, String contentHash, CheckResult.Sound facts) {
    sound.put(contentHash, facts);
    return inspection(encoded, contentHash, facts);
  }

  private static Inspection inspection(
      byte[] encoded, String contentHash, CheckResult.Sound facts) {
    return new Inspection.Sound(
        encoded, contentHash, facts.width(), facts.height(), facts.format());
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
