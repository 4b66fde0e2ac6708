package io.streamsight.trainer.worker;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.LeaseFold;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Takes queued runs, one at a time: claims, executes, ends or gives back. */
@ApplicationScoped
public class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final long IDLE_MS = 500;
  private static final long RETRY_MS = 10_000;
  private static final long STOP_MS = 10_000;

  private final TrainerConfig config;
  private final RegistryLog registry;
  private final Leases leases;
  private final Checkpoints checkpoints;
  private final Promotions promotions;
  private final RunExecution execution;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease-renewal");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean stopping;
  private Thread thread;

  Worker(
      TrainerConfig config,
      RegistryLog registry,
      Leases leases,
      Checkpoints checkpoints,
      Promotions promotions,
      RunExecution execution) {
    this.config = config;
    this.registry = registry;
    this.leases = leases;
    this.checkpoints = checkpoints;
    this.promotions = promotions;
    this.execution = execution;
  }

  void start(@Observes StartupEvent event) {
    if (config.worker()) {
      thread = new Thread(this::work, "worker");
      thread.start();
    }
  }

  /** Whether this process still takes runs, if it shall. */
  public boolean alive() {
    return thread == null || thread.isAlive();
  }

  /** Stops after the current step and gives the run back. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    renewals.shutdown();
    if (thread != null) {
      thread.join(STOP_MS);
    }
  }

  private void work() {
    boolean finished = false;
    while (!stopping) {
      try {
        if (!registry.ready() || !leases.ready()) {
          pause(IDLE_MS);
          continue;
        }
        if (!finished) {
          promotions.finish();
          finished = true;
        }
        Optional<Run> next = next();
        if (next.isPresent() && claim(next.get().runId())) {
          execute(next.get());
        } else {
          pause(IDLE_MS);
        }
      } catch (StreamsightException e) {
        LOG.warnf("%s; trying again", e.getMessage());
        pause(RETRY_MS);
      } catch (RuntimeException e) {
        LOG.error("The worker stumbled; trying again", e);
        pause(RETRY_MS);
      }
    }
  }

  private Optional<Run> next() {
    return registry.registry().runs().stream()
        .filter(run -> run.state() == Run.State.OPEN)
        .filter(run -> leases.holder(run.runId()).isEmpty())
        .findFirst();
  }

  /**
   * The lease may be free because the run has just ended, and the registry's news of it be on its
   * way: only after reading that to its end is the claim worth something.
   */
  private boolean claim(String runId) {
    if (!leases.claim(runId)) {
      return false;
    }
    registry.catchUp();
    if (open(runId)) {
      return true;
    }
    leases.end(runId);
    return false;
  }

  private boolean open(String runId) {
    return registry.registry().run(runId).map(r -> r.state() == Run.State.OPEN).orElse(false);
  }

  private void execute(Run run) {
    String runId = run.runId();
    LOG.infof("Run %s: taken", runId);
    long period = LeaseFold.RENEWAL.toMillis();
    ScheduledFuture<?> renewal =
        renewals.scheduleAtFixedRate(() -> renew(runId), period, period, TimeUnit.MILLISECONDS);
    try {
      switch (execution.execute(run, () -> stopping || !leases.held(runId) || !open(runId))) {
        case PUBLISHED -> {
          promotions.finish();
          end(runId);
        }
        case STOPPED -> giveBack(runId);
      }
    } catch (StreamsightException e) {
      if (e.reason() == Reason.UNAVAILABLE) {
        giveBack(runId);
        throw e;
      }
      fail(run, e.reason(), e.getMessage());
    } catch (KafkaException e) {
      giveBack(runId);
      throw new StreamsightException(Reason.UNAVAILABLE, e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      // Errors too: a native library that does not load must end the run, not the worker unheard.
      LOG.errorf(e, "Run %s failed", runId);
      fail(run, Reason.INTERNAL, String.valueOf(e));
    } finally {
      renewal.cancel(false);
    }
  }

  private void renew(String runId) {
    try {
      leases.claim(runId);
    } catch (RuntimeException e) {
      // The lease outlives two lost renewals; then the run stops by itself.
      LOG.warnf("Run %s: lease not renewed: %s", runId, e.getMessage());
    }
  }

  private void fail(Run run, Reason reason, String detail) {
    if (!leases.held(run.runId())) {
      giveBack(run.runId());
      return;
    }
    LOG.errorf("Run %s failed: %s: %s", run.runId(), reason.code(), detail);
    registry.propose(
        new RunFailed(run.request().model(), run.runId(), reason.code(), detail, leases.worker()));
    end(run.runId());
  }

  private void giveBack(String runId) {
    if (leases.held(runId)) {
      leases.release(runId);
      LOG.infof("Run %s: given back", runId);
    } else {
      LOG.warnf("Run %s: the lease was lost, somebody else may have it", runId);
    }
  }

  private void end(String runId) {
    checkpoints.end(runId);
    leases.end(runId);
  }

  private void pause(long ms) {
    long end = System.currentTimeMillis() + ms;
    try {
      while (!stopping && System.currentTimeMillis() < end) {
        Thread.sleep(Math.min(ms, 200));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
