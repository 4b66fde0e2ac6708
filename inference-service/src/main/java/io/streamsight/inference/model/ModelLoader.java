package io.streamsight.inference.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.SelfTest;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Turns a version's file into a model that may serve, or says why not. */
@ApplicationScoped
public class ModelLoader {
  private static final Logger LOG = Logger.getLogger(ModelLoader.class);

  /** A partition without a leader must not keep the other models waiting for good. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An axis that every run may have another length of. */
  private static final long FREE = -1;

  /** An axis whose length is the file's own. */
  private static final long SOME = -2;

  private final ModelFiles files;
  private final OnnxRuntime runtime;
  private final InferenceConfig config;
  private final InferenceMetrics metrics;

  ModelLoader(
      ModelFiles files, OnnxRuntime runtime, InferenceConfig config, InferenceMetrics metrics) {
    this.files = files;
    this.runtime = runtime;
    this.config = config;
    this.metrics = metrics;
  }

  /**
   * @param stop whether nobody wants it any more; asked several times a second while it reads
   * @throws CancellationException when it was stopped
   */
  LoadResult load(ModelVersion version, BooleanSupplier stop) {
    try {
      return new LoadResult.Loaded(open(version, files.read(version, PATIENCE, stop)));
    } catch (CancellationException e) {
      throw e;
    } catch (StreamsightException e) {
      return new LoadResult.Refused(e.reason(), e.getMessage());
    } catch (OrtException e) {
      return new LoadResult.Refused(Reason.MODEL_RUNTIME, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "Loading %s version %d failed", version.model(), version.version());
      return new LoadResult.Refused(Reason.INTERNAL, e.toString());
    }
  }

  private ServedModel open(ModelVersion version, byte[] onnx) throws OrtException {
    OpenModel open = runtime.open(onnx);
    ServedModel model;
    try {
      OrtSession session = open.session();
      Map<String, String> properties = session.getMetadata().getCustomMetadata();
      requirePreprocessing(properties);
      ModelMetadata metadata = ModelMetadata.ofProperties(properties);
      MapSize map = requireSignature(session.getInputInfo(), session.getOutputInfo(), metadata);
      Runner runner = runner(open, version.model(), metadata.preprocessing());
      model =
          new ServedModel(
              runtime.environment(),
              open,
              runner,
              version,
              metadata,
              map,
              metrics.opened(version.model(), version.version()));
    } catch (Throwable e) {
      // Out of direct memory is an Error, and the session would stay for good.
      open.close();
      throw e;
    }
    try {
      selfTest(model);
      return model;
    } catch (Throwable e) {
      model.release();
      throw e;
    }
  }

  private Runner runner(OpenModel open, String name, Preprocessing preprocessing) {
    boolean cuda = open.device() == Device.CUDA;
    int batch = config.batch(cuda);
    return batch == 1
        ? new AloneRunner(open.session())
        : new BatchRunner(
            runtime.environment(),
            open.session(),
            preprocessing,
            batch,
            cuda,
            n -> metrics.batch(name, n));
  }

  private static void requirePreprocessing(Map<String, String> properties) {
    // Looked at before the rest: a later release's rules must not read as a broken file.
    String json = properties.getOrDefault("streamsight.preprocessing", "{}");
    try {
      String name = Json.MAPPER.readTree(json).path("name").asText();
      if (!name.isEmpty() && !Preprocessing.supports(name)) {
        throw new StreamsightException(
            Reason.MODEL_PREPROCESSING,
            "preprocessing '%s' is not known to this release".formatted(name));
      }
    } catch (JsonProcessingException e) {
      throw new StreamsightException(
          Reason.MODEL_SIGNATURE, "streamsight.preprocessing is no JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Holds the file's input and outputs against what a model has.
   *
   * @return the size of its maps, the one thing that only the file says
   */
  static MapSize requireSignature(
      Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, ModelMetadata metadata) {
    Preprocessing size = metadata.preprocessing();
    int classes = metadata.labels().size();
    // The first axis is the batch: free in the file.
    require(inputs, ServedModel.INPUT, OnnxJavaType.UINT8, FREE, size.height(), size.width(), 3);
    require(outputs, ServedModel.SCORES, OnnxJavaType.FLOAT, FREE, classes);
    long[] map = require(outputs, ServedModel.MAP, OnnxJavaType.FLOAT, FREE, classes, SOME, SOME);
    return new MapSize(Math.toIntExact(map[2]), Math.toIntExact(map[3]));
  }

  /**
   * @param shape each axis's length, {@link #FREE} or {@link #SOME}
   * @return the shape that it has
   */
  private static long[] require(
      Map<String, NodeInfo> nodes, String name, OnnxJavaType type, long... shape) {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
      throw signature("has no tensor '%s', only %s".formatted(name, nodes.keySet()));
    }
    long[] actual = tensor.getShape();
    boolean fits = tensor.type == type && actual.length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] == SOME ? actual[i] > 0 : actual[i] == shape[i];
    }
    if (!fits) {
      throw signature(
          "has '%s' as %s %s, needed is %s %s"
              .formatted(name, tensor.type, text(actual), type, text(shape)));
    }
    return actual;
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(n -> n == FREE ? "any" : n == SOME ? "1 or more" : String.valueOf(n))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static StreamsightException signature(String what) {
    return new StreamsightException(Reason.MODEL_SIGNATURE, "The file " + what);
  }

  private static void selfTest(ServedModel model) {
    SelfTest test = model.metadata().selfTest();
    if (test == null || test.cases() == null || test.cases().isEmpty()) {
      throw new StreamsightException(Reason.MODEL_SELF_TEST, "The file has no self-test");
    }
    try (PixelBuffers buffers = new PixelBuffers()) {
      for (SelfTest.Case expected : test.cases()) {
        requireScores(model, expected, run(model, buffers, expected.picture(), false).scores());
        if (expected.map() != null) {
          requireMap(model, expected, run(model, buffers, expected.picture(), true).map());
        }
      }
      // With the map, so that one which can't be computed is found here.
      run(model, buffers, 0, true);
    }
  }

  private static Prediction run(
      ServedModel model, PixelBuffers buffers, int picture, boolean withMap) {
    Preprocessing size = model.preprocessing();
    return model.run(
        model.pixels(
            buffers, target -> SelfTest.draw(picture, size.height(), size.width(), target)),
        withMap);
  }

  private static void requireScores(ServedModel model, SelfTest.Case expected, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      float want = i < expected.scores().size() ? expected.scores().get(i) : Float.NaN;
      // Negated so that a score that is no number is refused too.
      if (!(Math.abs(scores[i] - want) <= SelfTest.TOLERANCE)) {
        throw new StreamsightException(
            Reason.MODEL_SELF_TEST,
            "Picture %d scores %s for %s, expected is %s"
                .formatted(expected.picture(), scores[i], model.metadata().labels().get(i), want));
      }
    }
  }

  private static void requireMap(ServedModel model, SelfTest.Case expected, float[] maps) {
    int cells = model.mapSize().cells();
    // Their sum is a logit: they may be far larger than a score, and differ by more.
    float largest = 1;
    for (float cell : expected.map()) {
      largest = Math.max(largest, Math.abs(cell));
    }
    for (int i = 0; i < cells; i++) {
      float want = i < expected.map().size() ? expected.map().get(i) : Float.NaN;
      float cell = maps[expected.best() * cells + i];
      if (!(Math.abs(cell - want) <= largest * SelfTest.TOLERANCE)) {
        throw new StreamsightException(
            Reason.MODEL_SELF_TEST,
            "Picture %d has %s in cell %d of its map for %s, expected is %s"
                .formatted(
                    expected.picture(),
                    cell,
                    i,
                    model.metadata().labels().get(expected.best()),
                    want));
      }
    }
  }
}
