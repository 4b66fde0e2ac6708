package io.streamsight.inference.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/** How sessions compute. The caller closes the options. */
final class Sessions {
  private Sessions() {}

  /** One thread a run: the callers are as many as there are cores, and a pool would fight them. */
  static SessionOptions cpu() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    return options;
  }

  /**
   * Scores as on the CPU, to float32's last digits, and the same in every process.
   *
   * @throws OrtException when a library of CUDA is missing
   */
  static SessionOptions cuda() throws OrtException {
    SessionOptions options = cpu();
    try (OrtCUDAProviderOptions device = new OrtCUDAProviderOptions(0)) {
      // TF32 would round every factor to 10 bits.
      device.add("use_tf32", "0");
      // The default, EXHAUSTIVE, times candidates and takes what was fastest that once. In a trial
      // the process crashed while cuDNN compiled one of them for a second session.
      device.add("cudnn_conv_algo_search", "HEURISTIC");
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
