package io.streamsight.trainer;

import io.quarkus.runtime.StartupEvent;
import io.streamsight.service.WritableFolder;
import io.streamsight.trainer.worker.WorkerMode;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** A folder with which every run would fail ends the start, by the name of its setting. */
@ApplicationScoped
public class SettingsCheck {
  private final TrainerConfig config;

  SettingsCheck(TrainerConfig config) {
    this.config = config;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    if (config.worker() != WorkerMode.OFF) {
      WritableFolder.require("trainer-service", "streamsight.trainer.cache-dir", config.cacheDir());
    }
  }
}
