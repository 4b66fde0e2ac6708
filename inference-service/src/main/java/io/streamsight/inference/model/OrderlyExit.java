package io.streamsight.inference.model;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.List;
import sun.misc.Signal;

/**
 * Signals end the service before the JVM's shutdown begins. ONNX Runtime registers a hook there
 * that frees its environment, hooks run at the same time, and a run that is still in work then
 * crashes the process, while Quarkus's own hook would still be draining.
 */
final class OrderlyExit {
  private static final int SIGNALLED = 128;

  private OrderlyExit() {}

  /** In tests the JVM is not ours to end. */
  static void onSignals() {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      for (String name : List.of("TERM", "INT")) {
        Signal.handle(
            new Signal(name), signal -> Quarkus.asyncExit(SIGNALLED + signal.getNumber()));
      }
    }
  }
}
