package io.streamsight.trainer.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.registry.Run.State;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How runs are, for whoever starts workers or is on call: the same in every process. */
@Startup
@ApplicationScoped
public class RunMetrics {
  /** A failure is told for so long: a counter of each process would miss workers that exit. */
  private static final Duration LATELY = Duration.ofHours(1);

  private final RegistryLog registry;

  RunMetrics(RunQueue queue, RegistryLog registry, MeterRegistry meters) {
    this.registry = registry;
    Gauge.builder("streamsight.runs.open", queue, RunQueue::size)
        .description("Runs that wait for a worker or have one; 0 until the registry has been read")
        .strongReference(true)
        .register(meters);
    Gauge.builder("streamsight.runs.waiting", queue, RunQueue::waiting)
        .description("Those that no worker has")
        .strongReference(true)
        .register(meters);
    Gauge.builder("streamsight.runs.failed.last.hour", this, RunMetrics::failedLately)
        .description("Runs that failed within the last hour; 0 until the registry has been read")
        .strongReference(true)
        .register(meters);
  }

  private long failedLately() {
    if (!registry.ready()) {
      return 0;
    }
    long since = System.currentTimeMillis() - LATELY.toMillis();
    return registry.registry().runs().stream()
        .filter(run -> run.state() == State.FAILED && endedAfter(run, since))
        .count();
  }

  private static boolean endedAfter(Run run, long since) {
    return run.endedAt() != null && run.endedAt() > since;
  }
}
