package io.streamsight.inference.classify;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.Pixels;
import io.streamsight.inference.model.Prediction;
import io.streamsight.inference.model.ServedModel;
import jakarta.enterprise.context.ApplicationScoped;

/** For images that come as the net's input: one after the other, since batches are no faster. */
@ApplicationScoped
public class PixelClassifier {
  private final InferenceMetrics metrics;

  PixelClassifier(InferenceMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * @param images uint8 {@code [n, height, width, 3]} of the model's input
   * @param model held by the caller
   * @param buffers the calling thread's own
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME}
   */
  public Prediction classify(
      byte[] images, boolean withMap, ServedModel model, PixelBuffers buffers) {
    int size = model.preprocessing().bytes();
    int count = images.length / size;
    int classes = model.metadata().labels().size();
    int cells = classes * model.mapSize().cells();
    float[] scores = new float[count * classes];
    float[] map = withMap ? new float[count * cells] : null;
    for (int i = 0; i < count; i++) {
      int from = i * size;
      long start = System.nanoTime();
      Pixels pixels = model.pixels(buffers, target -> target.put(images, from, size));
      long copied = System.nanoTime();
      Prediction one = model.run(pixels, withMap);
      metrics.classified(
          model.name(), model.version().version(), copied - start, System.nanoTime() - copied);
      System.arraycopy(one.scores(), 0, scores, i * classes, classes);
      if (withMap) {
        System.arraycopy(one.map(), 0, map, i * cells, cells);
      }
    }
    return new Prediction(scores, map);
  }
}
