package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.trainer.worker.ComputeDevice;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * What runs compute on here, or why none is taken: {@code device} or {@code device-unavailable} in
 * the data, once the worker has looked. Always up: a process that takes no runs still answers.
 */
@Readiness
@ApplicationScoped
public class WorkerHealth implements HealthCheck {
  private final ComputeDevice device;

  WorkerHealth(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("worker").up();
    device.found().ifPresent(name -> health.withData("device", name));
    device.unavailable().ifPresent(why -> health.withData(Reason.DEVICE_UNAVAILABLE.code(), why));
    return health.build();
  }
}
