package io.streamsight.inference.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** How images reach the runtime: each by itself, or several at once. For many threads. */
interface Runner {
  /** One image's scores; waits for them. */
  Prediction run(Pixels pixels, boolean withMap) throws OrtException;

  /** Nobody runs any more. The session is the caller's. */
  void close();

  /** Runs {@code input}, {@code [n, height, width, 3]}, right away. */
  static Prediction run(OrtSession session, OnnxTensor input, boolean withMap) throws OrtException {
    Set<String> outputs =
        withMap ? Set.of(ServedModel.SCORES, ServedModel.MAP) : Set.of(ServedModel.SCORES);
    try (OrtSession.Result result = session.run(Map.of(ServedModel.INPUT, input), outputs)) {
      return new Prediction(
          floats(result, ServedModel.SCORES), withMap ? floats(result, ServedModel.MAP) : null);
    }
  }

  private static float[] floats(OrtSession.Result result, String output) {
    FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
    float[] copy = new float[values.remaining()];
    values.get(copy);
    return copy;
  }
}
