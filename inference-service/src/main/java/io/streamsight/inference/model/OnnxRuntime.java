package io.streamsight.inference.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.service.OnnxTelemetry;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/** ONNX Runtime in this process: one environment, sessions that leave the threads to us. */
@ApplicationScoped
public class OnnxRuntime {
  private static final Logger LOG = Logger.getLogger(OnnxRuntime.class);

  /**
   * ONNX Runtime 1.29 looks through the process's command line by recursion when it starts: with
   * some 4,000 characters (a long class path) a stack of 1 MiB overflows, and the process with it.
   */
  private static final long STACK_BYTES = 64 << 20;

  private final OrtEnvironment environment;
  private final Provider provider;
  private final int batch;

  /** Why CUDA doesn't compute here; empty where it does. */
  private final String cudaMissing;

  private final InferenceMetrics metrics;

  OnnxRuntime(InferenceConfig config, InferenceMetrics metrics) {
    provider = config.provider();
    batch = config.batch(false);
    this.metrics = metrics;
    OnnxTelemetry.warning().ifPresent(LOG::warn);
    environment = start();
    cudaMissing = provider == Provider.CPU ? "not asked for" : CudaProbe.missing(environment);
  }

  private static OrtEnvironment start() {
    FutureTask<OrtEnvironment> task =
        new FutureTask<>(
            () -> {
              return OrtEnvironment.getEnvironment("streamsight");
            });
    new Thread(null, task, "onnx-runtime-start", STACK_BYTES).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while ONNX Runtime started", e);
    }
  }

  /** Says what will compute, or ends the start when that is not there. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    if (provider == Provider.CUDA && !cuda()) {
      // Of this exception Quarkus prints the message alone, and ends with code 1.
      throw new ConfigurationException(
          "inference-service can't start with streamsight.inference.provider=cuda: %s. Use auto or"
                  .formatted(cudaMissing)
              + " cpu here.");
    }
    // A runtime with CUDA was installed to be used.
    boolean unexpected = provider == Provider.AUTO && !cuda() && CudaProbe.built();
    LOG.logf(
        unexpected ? Logger.Level.WARN : Logger.Level.INFO,
        "ONNX Runtime %s will compute on %s",
        environment.getVersion(),
        cuda() ? "CUDA" : "the CPU (CUDA: " + cudaMissing + ")");
    if (!cuda() && batch > 1) {
      LOG.warnf(
          "streamsight.inference.batch-size=%d on the CPU: batches cost throughput here, leave it"
              + " out",
          batch);
    }
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** Whether CUDA is wanted and computes here. */
  public boolean cuda() {
    return cudaMissing.isEmpty();
  }

  /**
   * The caller closes it.
   *
   * @throws OrtException when the bytes are no model that this runtime can load
   */
  OpenModel open(byte[] onnx) throws OrtException {
    if (cuda()) {
      try (SessionOptions options = Sessions.cuda()) {
        return opened(environment.createSession(onnx, options), Device.CUDA);
      } catch (OrtException e) {
        if (provider == Provider.CUDA) {
          throw e;
        }
        LOG.warnf("CUDA can't compute this model, the CPU will: %s", e.getMessage());
      }
    }
    try (SessionOptions options = Sessions.cpu()) {
      return opened(environment.createSession(onnx, options), Device.CPU);
    }
  }

  private OpenModel opened(OrtSession session, Device device) {
    metrics.sessionOpened();
    return new OpenModel(session, device, metrics::sessionClosed);
  }
}
