package io.streamsight.service;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import sun.misc.Signal;

/**
 * Signals end a service before the JVM's shutdown begins. ONNX Runtime, which the trainer scores
 * with and inference serves with, registers a hook there that frees its environment; hooks run at
 * the same time, and a run that is still in work then crashes the process, while Quarkus's own hook
 * would still be draining.
 */
@ApplicationScoped
public class OrderlyExit {
  /**
   * The service was told to stop, and drains requests next. What would never end by itself ends at
   * this event.
   */
  public record Signalled() {}

  private static final int SIGNALLED = 128;

  private final Event<Signalled> event;

  OrderlyExit(Event<Signalled> event) {
    this.event = event;
  }

  /** In tests the JVM is not ours to end. */
  void listen(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      for (String name : List.of("TERM", "INT")) {
        Signal.handle(new Signal(name), this::exit);
      }
    }
  }

  private void exit(Signal signal) {
    // The JVM's own thread knows none: beans that begin to be at this moment need one.
    Thread.currentThread().setContextClassLoader(OrderlyExit.class.getClassLoader());
    try {
      event.fire(new Signalled());
    } finally {
      Quarkus.asyncExit(SIGNALLED + signal.getNumber());
    }
  }
}
