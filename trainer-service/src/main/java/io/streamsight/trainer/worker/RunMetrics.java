package io.streamsight.trainer.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** How much work there is, for whoever starts workers: the same in every process. */
@Startup
@ApplicationScoped
public class RunMetrics {
  RunMetrics(RunQueue queue, MeterRegistry meters) {
    Gauge.builder("streamsight.runs.open", queue, RunQueue::size)
        .description("Runs that wait for a worker or have one; 0 until the registry has been read")
        .strongReference(true)
        .register(meters);
  }
}
