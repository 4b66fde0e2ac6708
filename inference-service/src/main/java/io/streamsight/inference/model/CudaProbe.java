package io.streamsight.inference.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Whether CUDA computes here. Driver, GPU and libraries are looked for at the first use only, each
 * by another call, so a run of a small net asks for all: a convolution (cuDNN), a product (cuBLAS).
 */
final class CudaProbe {
  /** Of the net in {@code probe.onnx}: {@code [1, 3, 8, 8]}. */
  private static final long[] SHAPE = {1, 3, 8, 8};

  private CudaProbe() {}

  /** Why it doesn't, as the runtime says it; empty where it does. */
  static String missing(OrtEnvironment environment) {
    if (!built()) {
      return "this build of ONNX Runtime has no CUDA (needs onnxruntime_gpu: build with -Pcuda), it has "
          + OrtEnvironment.getAvailableProviders();
    }
    try (SessionOptions options = Sessions.cuda()) {
      run(environment, options);
      return "";
    } catch (OrtException e) {
      return told(e.getMessage());
    }
  }

  /** Whether this ONNX Runtime is one with CUDA, whatever the machine has. */
  static boolean built() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  static void run(OrtEnvironment environment, SessionOptions options) throws OrtException {
    FloatBuffer zeros = FloatBuffer.allocate(3 * 8 * 8);
    try (OrtSession session = environment.createSession(net(), options);
        OnnxTensor input = OnnxTensor.createTensor(environment, zeros, SHAPE)) {
      session.run(Map.of("in", input)).close();
    }
  }

  /** Without the places in the runtime's own source. */
  static String told(String message) {
    return message
        .replaceFirst("(?s)^Error code.*\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ", "")
        .replaceFirst("(?s)^.*(CUDA failure \\d+: .*?) ; GPU=.*$", "$1")
        .strip();
  }

  private static byte[] net() {
    try (InputStream in = CudaProbe.class.getResourceAsStream("/probe.onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
