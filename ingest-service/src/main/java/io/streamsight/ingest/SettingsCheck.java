package io.streamsight.ingest;

import io.quarkus.runtime.StartupEvent;
import io.streamsight.service.WritableFolder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** A folder that no import could use ends the start, by the name of its setting. */
@ApplicationScoped
public class SettingsCheck {
  private final IngestConfig config;

  SettingsCheck(IngestConfig config) {
    this.config = config;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    WritableFolder.require("ingest-service", "streamsight.ingest.imports-dir", config.importsDir());
  }
}
