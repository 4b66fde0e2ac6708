package io.streamsight.inference.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelVersion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A version of a model that has passed all checks. Whoever runs it holds a reference meanwhile:
 * closing a session in use would crash the process, so it closes with the last reference. Runs may
 * happen on many threads at once.
 */
public final class ServedModel {
  public static final String INPUT = "image";
  public static final String SCORES = "scores";
  public static final String MAP = "activation_map";
  private static final Logger LOG = Logger.getLogger(ServedModel.class);

  private final OrtEnvironment environment;
  private final OpenModel open;
  private final Runner runner;
  private final ModelVersion version;
  private final ModelMetadata metadata;
  private final MapSize mapSize;
  private final Instant loadedAt = Instant.now();
  private final Runnable closed;
  private final References references = new References(this::close);

  /**
   * @param closed runs when nobody uses it any more
   */
  ServedModel(
      OrtEnvironment environment,
      OpenModel open,
      Runner runner,
      ModelVersion version,
      ModelMetadata metadata,
      MapSize mapSize,
      Runnable closed) {
    this.environment = environment;
    this.open = open;
    this.runner = runner;
    this.version = version;
    this.metadata = metadata;
    this.mapSize = mapSize;
    this.closed = closed;
  }

  public String name() {
    return version.model();
  }

  public ModelVersion version() {
    return version;
  }

  /** What the file says of itself. */
  public ModelMetadata metadata() {
    return metadata;
  }

  public Preprocessing preprocessing() {
    return metadata.preprocessing();
  }

  public Device device() {
    return open.device();
  }

  /** Of the activation map of one class. */
  public MapSize mapSize() {
    return mapSize;
  }

  public Instant loadedAt() {
    return loadedAt;
  }

  boolean retain() {
    return references.retain();
  }

  /** The one who got this model from {@link Models} gives it back, once. */
  public void release() {
    references.release();
  }

  /**
   * Lets {@code writer} put an image, uint8 {@code [height, width, 3]}, into one of the buffers.
   * What it returns is for {@link #run}, before the next call with the same buffers.
   *
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME}
   */
  public Pixels pixels(PixelBuffers buffers, Consumer<ByteBuffer> writer) {
    try {
      return buffers.fill(environment, preprocessing(), writer);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /**
   * One image's scores, in the order of the labels.
   *
   * @param withMap whether to fetch its activation map too
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime fails or a score is
   *     no number: a fault of ours, not of the image
   */
  public Prediction run(Pixels pixels, boolean withMap) {
    Prediction prediction;
    try {
      prediction = runner.run(pixels, withMap);
    } catch (OrtException e) {
      throw failed(e);
    }
    for (float score : prediction.scores()) {
      if (!Float.isFinite(score)) {
        throw new StreamsightException(
            Reason.MODEL_RUNTIME,
            "%s version %d computed the score %s".formatted(name(), version.version(), score));
      }
    }
    return prediction;
  }

  private StreamsightException failed(OrtException e) {
    return new StreamsightException(
        Reason.MODEL_RUNTIME,
        "%s version %d failed: %s".formatted(name(), version.version(), e.getMessage()),
        e);
  }

  private void close() {
    runner.close();
    open.close();
    closed.run();
    LOG.infof("Closed %s version %d", name(), version.version());
  }
}
