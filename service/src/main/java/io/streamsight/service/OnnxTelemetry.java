package io.streamsight.service;

import java.util.Optional;

/**
 * ONNX Runtime 1.29 on Linux reports its use to its maker over the network, whatever its {@code
 * setTelemetry(false)} says; only the environment of the process turns that off.
 */
public final class OnnxTelemetry {
  private static final String OFF = "ORT_DISABLE_TELEMETRY";

  private OnnxTelemetry() {}

  /** What to tell at the start of a process that would report; empty where it would not. */
  public static Optional<String> warning() {
    return warning(System.getenv(OFF));
  }

  static Optional<String> warning(String off) {
    return "1".equals(off)
        ? Optional.empty()
        : Optional.of(
            "ONNX Runtime reports its use to its maker, over the network. Start the service with "
                + OFF
                + "=1 in its environment");
  }
}
