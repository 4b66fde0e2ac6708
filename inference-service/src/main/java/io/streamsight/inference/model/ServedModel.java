package io.streamsight.inference.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelVersion;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A version of a model that has passed all checks. Whoever runs it holds a reference meanwhile:
 * closing a session in use would crash the process, so it closes with the last reference. Runs may
 * happen on many threads at once.
 */
public final class ServedModel {
  static final String INPUT = "image";
  static final String OUTPUT = "scores";
  private static final Logger LOG = Logger.getLogger(ServedModel.class);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelVersion version;
  private final ModelMetadata metadata;
  private final Device device;
  private final Instant loadedAt = Instant.now();
  private final References references = new References(this::close);

  ServedModel(
      OrtEnvironment environment,
      OrtSession session,
      ModelVersion version,
      ModelMetadata metadata,
      Device device) {
    this.environment = environment;
    this.session = session;
    this.version = version;
    this.metadata = metadata;
    this.device = device;
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
    return device;
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
   * What it returns is for {@link #scores}, before the next call with the same buffers.
   */
  public OnnxTensor pixels(PixelBuffers buffers, Consumer<ByteBuffer> writer) throws OrtException {
    return buffers.fill(environment, preprocessing(), writer);
  }

  /**
   * @return one score a label, in the order of the labels
   */
  public float[] scores(OnnxTensor pixels) throws OrtException {
    try (OrtSession.Result result = session.run(Map.of(INPUT, pixels), Set.of(OUTPUT))) {
      FloatBuffer scores = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[scores.remaining()];
      scores.get(copy);
      return copy;
    }
  }

  private void close() {
    try {
      session.close();
      LOG.infof("Closed %s version %d", name(), version.version());
    } catch (OrtException e) {
      LOG.warnf(e, "Closing %s version %d failed", name(), version.version());
    }
  }
}
