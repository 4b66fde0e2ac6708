package io.streamsight.inference;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.OptionalInt;

/** Numbers with which nothing would be answered end the start, by the name of their setting. */
@ApplicationScoped
public class SettingsCheck {
  private final InferenceConfig config;

  SettingsCheck(InferenceConfig config) {
    this.config = config;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    positive("threads", config.threads());
    positive("batch-size", config.batchSize());
    positive("http-concurrency", config.httpConcurrency());
    positive("max-bytes-in-flight", config.maxBytesInFlight());
    positive("max-watchers", config.maxWatchers());
  }

  private static void positive(String name, OptionalInt value) {
    value.ifPresent(number -> positive(name, number));
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new ConfigurationException(
          "inference-service can't start with streamsight.inference.%s=%d: 1 or more is needed"
              .formatted(name, value));
    }
  }
}
