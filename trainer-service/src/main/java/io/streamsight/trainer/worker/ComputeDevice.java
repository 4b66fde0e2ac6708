package io.streamsight.trainer.worker;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.net.Net;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What this process computes on; found out once, when a worker first asks. */
@ApplicationScoped
public class ComputeDevice {
  private static final Logger LOG = Logger.getLogger(ComputeDevice.class);

  /** As it is configured. */
  public enum Choice {
    AUTO,
    CUDA,
    CPU
  }

  /** Read by cuBLAS and cuDNN, once, when they are loaded: DJL has no switch. */
  private static final String TF32 = "NVIDIA_TF32_OVERRIDE";

  private final Choice choice;
  private volatile Device device;
  private volatile StreamsightException unavailable;

  ComputeDevice(TrainerConfig config) {
    this.choice = config.device();
  }

  /**
   * Loads the engine at the first call, which takes seconds.
   *
   * @throws StreamsightException {@link Reason#DEVICE_UNAVAILABLE} when a GPU is asked for and
   *     there is none that the engine can use, or when it would round to TF32
   */
  public synchronized Device get() {
    if (unavailable != null) {
      // Engine and environment stay as they are while the process lives.
      throw unavailable;
    }
    if (device == null) {
      Engine engine = Engine.getEngine("PyTorch");
      // The engine's own default is a GPU only where it was built for one and one is there.
      try {
        device = choose(choice, engine.defaultDevice(), System.getenv(TF32));
      } catch (StreamsightException e) {
        unavailable = e;
        throw e;
      }
      Net.useDevice(device);
      LOG.infof(
          "Computes on %s (%s asked for), with %s %s",
          name(device), choice, engine.getEngineName(), engine.getVersion());
    }
    return device;
  }

  /**
   * PyTorch lets a GPU round the factors of a convolution to TF32's 10 bits. Scores were then off
   * by up to 5e-4, more than the comparison with ONNX Runtime allows at the end of a run.
   *
   * @param best what the engine would take
   * @param tf32Override the variable's value, null where there is none
   */
  static Device choose(Choice choice, Device best, String tf32Override) {
    if (choice == Choice.CUDA && !best.isGpu()) {
      throw new StreamsightException(
          Reason.DEVICE_UNAVAILABLE,
          "streamsight.trainer.device=cuda, but the engine finds no GPU that it can use, which takes a"
              + " driver (nvidia-smi shows it) and a libtorch for CUDA");
    }
    Device device = choice == Choice.CPU ? Device.cpu() : best;
    if (device.isGpu() && !"0".equals(tf32Override)) {
      throw new StreamsightException(
          Reason.DEVICE_UNAVAILABLE,
          "The GPU may round to TF32, and a model then fail its comparison with ONNX Runtime: "
              + TF32
              + "=0 is not in the worker's environment");
    }
    return device;
  }

  /** {@code cpu} or {@code cuda}; empty while no worker has asked, or where there is none. */
  public Optional<String> found() {
    return Optional.ofNullable(device).map(ComputeDevice::name);
  }

  /** Why there is none, and what to do; empty while no worker has asked, or where there is one. */
  public Optional<String> unavailable() {
    return Optional.ofNullable(unavailable)
        .map(e -> "%s. %s".formatted(e.getMessage(), e.reason().remedy()));
  }

  /** {@code cpu} or {@code cuda}. */
  public String name() {
    return name(get());
  }

  private static String name(Device device) {
    return device.isGpu() ? "cuda" : "cpu";
  }
}
