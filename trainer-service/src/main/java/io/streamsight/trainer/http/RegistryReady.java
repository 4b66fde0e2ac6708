package io.streamsight.trainer.http;

import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the registry has been read to its end. */
@Readiness
@ApplicationScoped
public class RegistryReady implements HealthCheck {
  private final RegistryLog registry;

  RegistryReady(RegistryLog registry) {
    this.registry = registry;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("registry read").status(registry.ready()).build();
  }
}
