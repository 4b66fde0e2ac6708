package io.streamsight.trainer.http;

import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.RunProgress;
import io.streamsight.trainer.worker.Leases;
import io.streamsight.trainer.worker.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when a thread ended that nothing here starts again: only a restart helps. */
@Liveness
@ApplicationScoped
public class TrainerLive implements HealthCheck {
  private final RegistryLog registry;
  private final Leases leases;
  private final RunProgress progress;
  private final Worker worker;

  TrainerLive(RegistryLog registry, Leases leases, RunProgress progress, Worker worker) {
    this.registry = registry;
    this.leases = leases;
    this.progress = progress;
    this.worker = worker;
  }

  @Override
  public HealthCheckResponse call() {
    boolean up = registry.alive() && leases.alive() && progress.alive() && worker.alive();
    return HealthCheckResponse.named("threads")
        .withData("registry", registry.alive())
        .withData("run-leases", leases.alive())
        .withData("training-events", progress.alive())
        .withData("worker", worker.alive())
        .status(up)
        .build();
  }
}
