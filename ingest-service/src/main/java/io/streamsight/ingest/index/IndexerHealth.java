package io.streamsight.ingest.index;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Dead when what follows from an image can't be written, and never will by itself. */
class IndexerHealth {
  @Produces
  @Singleton
  @Liveness
  HealthCheck indexing(Indexer indexer) {
    return () -> HealthCheckResponse.named("indexer").status(indexer.alive()).build();
  }
}
