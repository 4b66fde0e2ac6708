package io.streamsight.trainer.worker;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Clears away what a run leaves behind: its checkpoints, then its lease. Who ends a run does so; if
 * that worker died, or the run was cancelled while nobody had it, any process does when it looks.
 */
@ApplicationScoped
public class RunCleanup {
  private static final Logger LOG = Logger.getLogger(RunCleanup.class);

  private final RegistryLog registry;
  private final Leases leases;
  private final Checkpoints checkpoints;
  private final Promotions promotions;
  private final long periodMs;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "run-cleanup");
            thread.setDaemon(true);
            return thread;
          });

  RunCleanup(
      TrainerConfig config,
      RegistryLog registry,
      Leases leases,
      Checkpoints checkpoints,
      Promotions promotions) {
    this.periodMs = config.leaseRenewal().toMillis();
    this.registry = registry;
    this.leases = leases;
    this.checkpoints = checkpoints;
    this.promotions = promotions;
  }

  void start(@Observes StartupEvent event) {
    schedule.scheduleWithFixedDelay(this::look, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    schedule.shutdownNow();
  }

  private void look() {
    try {
      if (registry.ready() && leases.ready()) {
        promotions.finish();
        leases.runs().stream().filter(this::isOver).forEach(this::end);
      }
    } catch (StreamsightException e) {
      LOG.warnf("Traces of ended runs are not cleared away yet: %s", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Traces of ended runs are not cleared away yet", e);
    }
  }

  /** A run of which nothing can come, and which nobody holds: whoever does ends it himself. */
  private boolean isOver(String runId) {
    boolean ended = registry.registry().run(runId).map(run -> !run.isOpen()).orElse(false);
    return ended && leases.holder(runId).isEmpty();
  }

  /** The lease is last: while it is there, this is not done. */
  public void end(String runId) {
    checkpoints.end(runId);
    leases.end(runId);
  }
}
