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
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;

/** Turns a version's file into a model that may serve, or says why not. */
@ApplicationScoped
public class ModelLoader {
  /** The first runs allocate; the self-test's count too. */
  private static final int WARM_UP_RUNS = 5;

  private final ModelFiles files;
  private final OnnxRuntime runtime;

  ModelLoader(ModelFiles files, OnnxRuntime runtime) {
    this.files = files;
    this.runtime = runtime;
  }

  LoadResult load(ModelVersion version) {
    try {
      return new LoadResult.Loaded(open(version, files.read(version)));
    } catch (StreamsightException e) {
      return new LoadResult.Refused(e.reason(), e.getMessage());
    } catch (OrtException e) {
      return new LoadResult.Refused(Reason.MODEL_RUNTIME, e.getMessage());
    } catch (RuntimeException e) {
      return new LoadResult.Refused(Reason.INTERNAL, e.toString());
    }
  }

  private ServedModel open(ModelVersion version, byte[] onnx) throws OrtException {
    OnnxRuntime.Opened opened = runtime.open(onnx);
    OrtSession session = opened.session();
    boolean good = false;
    try {
      Map<String, String> properties = session.getMetadata().getCustomMetadata();
      requirePreprocessing(properties);
      ModelMetadata metadata = ModelMetadata.ofProperties(properties);
      requireSignature(session, metadata);
      ServedModel model =
          new ServedModel(runtime.environment(), session, version, metadata, opened.device());
      selfTest(model);
      good = true;
      return model;
    } finally {
      if (!good) {
        session.close();
      }
    }
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

  private static void requireSignature(OrtSession session, ModelMetadata metadata)
      throws OrtException {
    Preprocessing size = metadata.preprocessing();
    require(
        session.getInputInfo(),
        ServedModel.INPUT,
        OnnxJavaType.UINT8,
        new long[] {-1, size.height(), size.width(), 3});
    require(
        session.getOutputInfo(),
        ServedModel.OUTPUT,
        OnnxJavaType.FLOAT,
        new long[] {-1, metadata.labels().size()});
  }

  private static void require(
      Map<String, NodeInfo> nodes, String name, OnnxJavaType type, long[] shape) {
    NodeInfo node = nodes.get(name);
    if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
      throw signature("has no tensor '%s', only %s".formatted(name, nodes.keySet()));
    }
    // The first axis is the batch: free in the file.
    if (tensor.type != type || !Arrays.equals(tensor.getShape(), shape)) {
      throw signature(
          "'%s' is %s %s, needed is %s %s"
              .formatted(
                  name,
                  tensor.type,
                  Arrays.toString(tensor.getShape()),
                  type,
                  Arrays.toString(shape)));
    }
  }

  private static StreamsightException signature(String what) {
    return new StreamsightException(Reason.MODEL_SIGNATURE, "The file " + what);
  }

  private static void selfTest(ServedModel model) throws OrtException {
    SelfTest test = model.metadata().selfTest();
    if (test == null || test.cases() == null || test.cases().isEmpty()) {
      throw new StreamsightException(Reason.MODEL_SELF_TEST, "The file has no self-test");
    }
    try (PixelBuffers buffers = new PixelBuffers()) {
      for (SelfTest.Case expected : test.cases()) {
        requireScores(model, expected, run(model, buffers, expected.picture()));
      }
      for (int i = 0; i < WARM_UP_RUNS; i++) {
        run(model, buffers, i);
      }
    }
  }

  private static float[] run(ServedModel model, PixelBuffers buffers, int picture)
      throws OrtException {
    Preprocessing size = model.preprocessing();
    return model.scores(
        model.pixels(
            buffers, target -> SelfTest.draw(picture, size.height(), size.width(), target)));
  }

  private static void requireScores(ServedModel model, SelfTest.Case expected, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      float want = i < expected.scores().size() ? expected.scores().get(i) : Float.NaN;
      // Negated so that a score that is no number is refused too.
      if (!(Math.abs(scores[i] - want) <= model.device().tolerance())) {
        throw new StreamsightException(
            Reason.MODEL_SELF_TEST,
            "Picture %d scores %s for %s, expected is %s"
                .formatted(expected.picture(), scores[i], model.metadata().labels().get(i), want));
      }
    }
  }
}
