package io.streamsight.inference.classify;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.image.DecodeMemory;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.PixelMemory;
import io.streamsight.contract.image.RgbImage;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.Pixels;
import io.streamsight.inference.model.Prediction;
import io.streamsight.inference.model.ServedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Bytes to classification: decode, resize, run; the same for the stream and for HTTP. */
@ApplicationScoped
public class Classifier {
  private static final Logger LOG = Logger.getLogger(Classifier.class);

  /** What is left of a picture that has become a net's input. */
  private static final RgbImage NOTHING = new RgbImage(1, 1, new byte[3]);

  private final ImageDecoder decoder;

  Classifier(InstallationConfig config) {
    decoder =
        new ImageDecoder(
            new ImageLimits(config.maxImageBytes(), config.maxImagePixels()),
            DecodeMemory.halfOfTheHeap());
  }

  /**
   * @param imageId for the record; null for none
   * @param queueMs that it waited before
   * @param withMap whether the answer shall have the activation map
   * @param model held by the caller
   * @param buffers the calling thread's own
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime fails: a fault of
   *     ours, not of the image
   */
  public Answer classify(
      byte[] image,
      String imageId,
      double queueMs,
      boolean withMap,
      ServedModel model,
      PixelBuffers buffers) {
    int classes = model.metadata().labels().size();
    if (withMap && !ActivationMap.fits(classes, model.mapSize())) {
      return new Answer.Rejected(
          Reason.MAP_TOO_LARGE,
          "The activation map of %s has %d x %d cells for each of %d labels, an answer holds %d"
              .formatted(
                  model.name(),
                  model.mapSize().height(),
                  model.mapSize().width(),
                  classes,
                  ActivationMap.MAX_CELLS));
    }
    long start = System.nanoTime();
    AtomicReference<Pixels> input = new AtomicReference<>();
    DecodeResult result =
        decode(
            image,
            buffers.decoded(),
            rgb -> {
              // In here, so that a large picture counts as held until it is resized.
              input.set(model.pixels(buffers, target -> model.preprocessing().apply(rgb, target)));
              return NOTHING;
            });
    if (result instanceof DecodeResult.Rejected rejected) {
      return new Answer.Rejected(rejected.reason(), rejected.detail());
    }
    Pixels pixels = input.get();
    long decoded = System.nanoTime();
    Prediction prediction = model.run(pixels, withMap);
    long computed = System.nanoTime();
    return new Answer.Classified(
        classification(
            imageId,
            model,
            prediction,
            queueMs,
            millis(decoded - start),
            millis(computed - decoded)));
  }

  private DecodeResult decode(byte[] image, PixelMemory memory, UnaryOperator<RgbImage> then) {
    try {
      return decoder.decode(image, memory, then);
    } catch (StreamsightException e) {
      throw e;
    } catch (RuntimeException e) {
      // A defect of the decoder, but only this image meets it: the others must not wait for us.
      UUID id = UUID.randomUUID();
      LOG.errorf(e, "The decoder failed at an image that it should have refused: %s", id);
      return new DecodeResult.Rejected(
          Reason.INTERNAL, "The decoder failed, the log says more under " + id);
    }
  }

  private static Classification classification(
      String imageId,
      ServedModel model,
      Prediction prediction,
      double queueMs,
      double decodeMs,
      double computeMs) {
    List<String> labels = model.metadata().labels();
    float[] scores = prediction.scores();
    Map<String, Float> byLabel = new LinkedHashMap<>();
    int best = 0;
    for (int i = 0; i < scores.length; i++) {
      byLabel.put(labels.get(i), scores[i]);
      best = scores[i] > scores[best] ? i : best;
    }
    var lineage = model.metadata().lineage();
    return new Classification(
        imageId,
        labels.get(best),
        byLabel,
        model.name(),
        model.version().version(),
        lineage == null ? null : lineage.digest(),
        queueMs,
        decodeMs,
        computeMs,
        model.device().text(),
        prediction.map() == null
            ? null
            : ActivationMap.of(labels, model.mapSize(), prediction.map()));
  }

  /** With microseconds, which is as exact as it is true. */
  private static double millis(long nanos) {
    return nanos / 1_000 / 1_000.0;
  }
}
