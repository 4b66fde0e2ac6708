package io.streamsight.trainer.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.Run;
import io.streamsight.service.OnnxTelemetry;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes queued runs, one at a time, until the process ends or, in mode once, one is done. */
@ApplicationScoped
public class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** SIGTERM gives ten seconds in all: so long for the step, the rest for what hangs. */
  private static final Duration STOP = Duration.ofSeconds(7);

  /** A broker that does not answer for so long is no reason to wait on in mode once. */
  private static final Duration START = Duration.ofMinutes(2);

  private final TrainerConfig config;
  private final RunQueue queue;
  private final RunAttempt attempt;
  private final ComputeDevice device;
  private volatile boolean stopping;
  private Thread thread;

  Worker(TrainerConfig config, RunQueue queue, RunAttempt attempt, ComputeDevice device) {
    this.config = config;
    this.queue = queue;
    this.attempt = attempt;
    this.device = device;
  }

  void start(@Observes StartupEvent event) {
    if (config.worker() != WorkerMode.OFF) {
      OnnxTelemetry.warning().ifPresent(LOG::warn);
      Runnable work = config.worker() == WorkerMode.ONCE ? this::workOnce : this::work;
      thread = new Thread(work, "worker");
      thread.start();
    }
  }

  /** Whether this process still takes runs, if it shall and has what to compute on. */
  public boolean alive() {
    return config.worker() != WorkerMode.ON
        || thread == null
        || thread.isAlive()
        || device.unavailable().isPresent();
  }

  /**
   * Stops after the current step and gives the run back; what hangs, on the broker or in a step
   * that takes too long, is given back nevertheless.
   */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    if (thread != null && thread != Thread.currentThread()) {
      thread.join(STOP.toMillis());
      if (thread.isAlive()) {
        // In this order: an interrupted step must find the run given away, and blame it for
        // nothing.
        attempt.abandon();
        thread.interrupt();
      }
    }
  }

  private void work() {
    while (!stopping) {
      try {
        if (!ready() || take().isEmpty()) {
          pause(IDLE);
        }
      } catch (StreamsightException e) {
        if (device.unavailable().isPresent()) {
          // For as long as the process lives, which answers HTTP all the same.
          LOG.errorf("This worker takes no run: %s", device.unavailable().get());
          return;
        }
        LOG.warnf("%s; trying again. %s", e.getMessage(), e.reason().remedy());
        pause(RETRY);
      } catch (RuntimeException e) {
        LOG.error("The worker stumbled; trying again", e);
        pause(RETRY);
      }
    }
  }

  /** The exit code: 0 when nothing is left to do for this process, 1 when another must try. */
  private void workOnce() {
    try {
      long since = System.nanoTime();
      Duration patience = START;
      while (!stopping) {
        if (ready()) {
          Optional<Boolean> recorded = take();
          if (recorded.isPresent()) {
            exit(recorded.get() ? 0 : 1);
            return;
          }
          if (patience == START || queue.mayFallFree()) {
            patience = config.oncePatience();
            since = System.nanoTime();
          }
        }
        if (System.nanoTime() - since > patience.toNanos()) {
          LOG.infof(ready() ? "No run to take for %s" : "Nothing read within %s", patience);
          exit(ready() ? 0 : 1);
          return;
        }
        pause(IDLE);
      }
    } catch (StreamsightException e) {
      LOG.errorf("%s. %s", e.getMessage(), e.reason().remedy());
      exit(1);
    } catch (RuntimeException | Error e) {
      LOG.error("The worker stumbled", e);
      exit(1);
    }
  }

  private static void exit(int code) {
    Quarkus.asyncExit(code);
  }

  private boolean ready() {
    return queue.ready();
  }

  /**
   * @return whether the run has ended, whatever came of it; empty when there was none to take
   * @throws StreamsightException {@link Reason#DEVICE_UNAVAILABLE} before any is taken
   */
  private Optional<Boolean> take() {
    device.get();
    Optional<Run> run = queue.take();
    return run.map(taken -> attempt.at(taken, () -> stopping));
  }

  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!stopping && System.nanoTime() < end) {
        Thread.sleep(Math.min(time.toMillis(), 200));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
