package io.streamsight.ingest.dataset;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the log was read to the end noted at start; dead when reading has ended. */
class DatasetViewHealth {
  private static final String NAME = "data set view";

  @Produces
  @Singleton
  @Readiness
  HealthCheck caughtUp(DatasetView view) {
    return () -> HealthCheckResponse.named(NAME).status(view.ready()).build();
  }

  @Produces
  @Singleton
  @Liveness
  HealthCheck following(DatasetView view) {
    return () -> HealthCheckResponse.named(NAME).status(view.alive()).build();
  }
}
