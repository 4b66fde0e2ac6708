package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Run;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * This process's attempt at a run that it has claimed: keeps the lease, records what came of it.
 */
@ApplicationScoped
public class RunAttempt {
  private static final Logger LOG = Logger.getLogger(RunAttempt.class);

  private static final long ABANDON_MS = 2_000;

  private final long periodMs;
  private final RegistryLog registry;
  private final RunQueue queue;
  private final Leases leases;
  private final Promotions promotions;
  private final RunCleanup cleanup;
  private final RunExecution execution;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease-renewal");
            thread.setDaemon(true);
            return thread;
          });
  private final ReentrantLock renewing = new ReentrantLock();
  private volatile String current;

  RunAttempt(
      TrainerConfig config,
      RegistryLog registry,
      RunQueue queue,
      Leases leases,
      Promotions promotions,
      RunCleanup cleanup,
      RunExecution execution) {
    this.periodMs = config.leaseRenewal().toMillis();
    this.registry = registry;
    this.queue = queue;
    this.leases = leases;
    this.promotions = promotions;
    this.cleanup = cleanup;
    this.execution = execution;
  }

  /**
   * Returns when the run has ended, or is another's, or shall be.
   *
   * @param stopping whether this process ends
   * @return whether the run has ended; otherwise somebody must go on with it
   * @throws RuntimeException when the broker is away or this machine can't do it; the run has been
   *     given back, if that was possible
   */
  boolean at(Run run, BooleanSupplier stopping) {
    String runId = run.runId();
    LOG.infof("Run %s: taken", runId);
    current = runId;
    ScheduledFuture<?> renewal =
        renewals.scheduleAtFixedRate(() -> renew(runId), periodMs, periodMs, TimeUnit.MILLISECONDS);
    try {
      return execute(run, stopping);
    } finally {
      renewal.cancel(false);
      current = null;
    }
  }

  /** Whatever goes wrong, also while it is recorded what came of it: the run is given back. */
  private boolean execute(Run run, BooleanSupplier stopping) {
    try {
      return attempt(run, stopping);
    } catch (RuntimeException e) {
      queue.postpone(run.runId());
      giveBack(run.runId());
      throw e;
    }
  }

  private boolean attempt(Run run, BooleanSupplier stopping) {
    String runId = run.runId();
    BooleanSupplier stop =
        () -> stopping.getAsBoolean() || !leases.held(runId) || !queue.isOpen(runId);
    try {
      return switch (execution.execute(run, stop)) {
        case PUBLISHED -> {
          promotions.finish();
          cleanup.end(runId);
          yield true;
        }
        case STOPPED -> stopped(runId);
      };
    } catch (RuntimeException | Error e) {
      if (stop.getAsBoolean()) {
        // An interrupt fails whatever it meets: that says nothing of the run.
        LOG.infof("Run %s: stopped: %s", runId, e);
        return stopped(runId);
      }
      RunFailure failure = RunFailure.of(e);
      if (failure instanceof RunFailure.OfTheRun ofTheRun) {
        return failed(run, ofTheRun, e);
      }
      throw ((RunFailure.OfTheWorker) failure).cause();
    }
  }

  private void renew(String runId) {
    try {
      renewing.lock();
      try {
        if (runId.equals(current)) {
          leases.claim(runId);
        }
      } finally {
        renewing.unlock();
      }
    } catch (RuntimeException e) {
      // The lease outlives two lost renewals; then the run stops by itself.
      LOG.warnf("Run %s: lease not renewed: %s", runId, e.getMessage());
    }
  }

  private boolean failed(Run run, RunFailure.OfTheRun failure, Throwable e) {
    String code = failure.reason().code();
    // The trace of a defect of ours; what a person did wrong needs none.
    LOG.errorf(
        failure.reason() == Reason.INTERNAL ? e : null,
        "Run %s failed: %s: %s",
        run.runId(),
        code,
        failure.detail());
    registry.propose(
        new RunFailed(run.model(), run.runId(), code, failure.detail(), leases.worker()));
    cleanup.end(run.runId());
    return true;
  }

  /**
   * Whoever slept may have written a checkpoint after the run's end, and its traces were cleared
   * away before: so it does that once more.
   */
  private boolean stopped(String runId) {
    registry.catchUp();
    if (!queue.isOpen(runId)) {
      LOG.infof("Run %s: has ended, cancelled or by another worker", runId);
      cleanup.end(runId);
      return true;
    }
    giveBack(runId);
    return false;
  }

  private void giveBack(String runId) {
    // A renewal that is on its way must not come after the release.
    renewing.lock();
    try {
      current = null;
      if (leases.held(runId)) {
        leases.release(runId);
        LOG.infof("Run %s: given back", runId);
      } else {
        LOG.warnf("Run %s: the lease was lost, somebody else may have it", runId);
      }
    } finally {
      renewing.unlock();
    }
  }

  /**
   * Gives back what is still being worked on: the process ends before that does. Returns in seconds
   * though the broker may be away: then the lease must run out.
   */
  void abandon() throws InterruptedException {
    String runId = current;
    if (runId != null) {
      LOG.warnf("Run %s: still busy, is given back nevertheless", runId);
      Thread release = new Thread(() -> giveBack(runId), "abandon-run");
      release.setDaemon(true);
      release.start();
      release.join(ABANDON_MS);
    }
  }

  @PreDestroy
  void close() {
    renewals.shutdownNow();
  }
}
