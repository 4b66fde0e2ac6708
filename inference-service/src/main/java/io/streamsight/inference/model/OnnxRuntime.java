package io.streamsight.inference.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.streamsight.inference.InferenceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** ONNX Runtime in this process: one environment, sessions that leave the threads to us. */
@ApplicationScoped
public class OnnxRuntime {
  private static final Logger LOG = Logger.getLogger(OnnxRuntime.class);

  /** A session and what really computes it. The caller closes the session. */
  record Opened(OrtSession session, Device device) {}

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment("streamsight");
  private final Provider provider;

  OnnxRuntime(InferenceConfig config) {
    provider = config.provider();
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** Why CUDA can't be used here; empty when its provider is there. */
  String cudaMissing() {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return "this build of ONNX Runtime has no CUDA (needs onnxruntime_gpu), it has "
          + OrtEnvironment.getAvailableProviders();
    }
    try (SessionOptions options = cuda()) {
      return "";
    } catch (OrtException e) {
      return e.getMessage();
    }
  }

  /**
   * @throws OrtException when the bytes are no model that this runtime can load
   */
  Opened open(byte[] onnx) throws OrtException {
    if (provider != Provider.CPU && cudaMissing().isEmpty()) {
      try (SessionOptions options = cuda()) {
        return new Opened(environment.createSession(onnx, options), Device.CUDA);
      } catch (OrtException e) {
        if (provider == Provider.CUDA) {
          throw e;
        }
        LOG.warnf("CUDA can't compute this model, the CPU will: %s", e.getMessage());
      }
    }
    try (SessionOptions options = common()) {
      return new Opened(environment.createSession(onnx, options), Device.CPU);
    }
  }

  /** One thread a run: the callers are as many as there are cores, and a pool would fight them. */
  private static SessionOptions common() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    return options;
  }

  private static SessionOptions cuda() throws OrtException {
    SessionOptions options = common();
    try (OrtCUDAProviderOptions device = new OrtCUDAProviderOptions(0)) {
      device.add("use_tf32", "0");
      options.addCUDA(device);
      // Without this a node that CUDA can't place runs on the CPU in silence.
      options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
      return options;
    } catch (OrtException e) {
      options.close();
      throw e;
    }
  }
}
