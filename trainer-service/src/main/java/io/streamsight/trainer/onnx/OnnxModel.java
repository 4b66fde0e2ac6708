package io.streamsight.trainer.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * An exported model in ONNX Runtime, on the CPU. Several threads may run it; whoever loaded it
 * closes it, after the last run has returned: closing earlier crashes the process.
 */
public final class OnnxModel implements AutoCloseable {
  /**
   * @param scores {@code [n][classes]}, 0 to 1
   * @param activationMap {@code [n][classes][height][width]}: each cell's part in the class's score
   *     before sigmoid or softmax
   */
  public record Output(float[][] scores, float[][][][] activationMap) {}

  private final OrtSession session;
  private final long height;
  private final long width;

  private OnnxModel(OrtSession session) throws OrtException {
    this.session = session;
    TensorInfo input = (TensorInfo) session.getInputInfo().get(OnnxExporter.INPUT).getInfo();
    height = input.getShape()[1];
    width = input.getShape()[2];
  }

  /**
   * @param threads of one run; concurrent runs with one each give more images a second
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME}
   */
  public static OnnxModel load(byte[] onnx, int threads) {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Idle threads that spin would take the processor from whoever else needs it.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Twice as fast as the levels below: only this one changes the memory layout.
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      return new OnnxModel(OrtEnvironment.getEnvironment().createSession(onnx, options));
    } catch (OrtException e) {
      throw failed("load the model", e);
    }
  }

  /**
   * @param pixels uint8 {@code [n, height, width, 3]} from the buffer's position; direct buffers
   *     are not copied
   * @return {@code [n][classes]}
   */
  public float[][] scores(ByteBuffer pixels, int n) {
    try (OnnxTensor image = tensor(pixels, n);
        OrtSession.Result result =
            session.run(Map.of(OnnxExporter.INPUT, image), java.util.Set.of(OnnxExporter.SCORES))) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw failed("score %d images".formatted(n), e);
    }
  }

  /** Scores and activation maps; the arguments are those of {@link #scores}. */
  public Output run(ByteBuffer pixels, int n) {
    try (OnnxTensor image = tensor(pixels, n);
        OrtSession.Result result = session.run(Map.of(OnnxExporter.INPUT, image))) {
      return new Output(
          (float[][]) result.get(OnnxExporter.SCORES).orElseThrow().getValue(),
          (float[][][][]) result.get(OnnxExporter.ACTIVATION_MAP).orElseThrow().getValue());
    } catch (OrtException e) {
      throw failed("run %d images".formatted(n), e);
    }
  }

  private OnnxTensor tensor(ByteBuffer pixels, int n) throws OrtException {
    ByteBuffer view = pixels.slice(pixels.position(), Math.toIntExact(n * height * width * 3));
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        view,
        new long[] {n, height, width, 3},
        OnnxJavaType.UINT8);
  }

  private static StreamsightException failed(String what, OrtException e) {
    return new StreamsightException(
        Reason.MODEL_RUNTIME, "ONNX Runtime can't %s: %s".formatted(what, e.getMessage()), e);
  }

  /** The file's {@code metadata_props}. */
  public Map<String, String> metadata() {
    try {
      return session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw failed("read the metadata", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed("close the model", e);
    }
  }
}
