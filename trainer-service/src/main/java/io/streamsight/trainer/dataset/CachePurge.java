package io.streamsight.trainer.dataset;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Every snapshot purges the pixel cache of what was erased; where no run comes for days, this does:
 * the log forgets erased bytes within seven days, the cache must not outlive it.
 */
@ApplicationScoped
class CachePurge {
  private static final Logger LOG = Logger.getLogger(CachePurge.class);
  private static final Duration PERIOD = Duration.ofDays(1);

  /** A broker that was away at the moment does not cost a day. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  /** A process that is restarted every day purges too; the start itself is not held up. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final SnapshotReader snapshots;
  private final PixelCache pixels;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cache-purge");
            thread.setDaemon(true);
            return thread;
          });

  CachePurge(SnapshotReader snapshots, PixelCache pixels) {
    this.snapshots = snapshots;
    this.pixels = pixels;
  }

  void start(@Observes StartupEvent event) {
    after(FIRST);
  }

  private void after(Duration pause) {
    schedule.schedule(
        () -> after(attempt(() -> pixels.purge(snapshots::contentHashes))),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * @return the pause until the next one
   */
  static Duration attempt(Runnable purge) {
    try {
      purge.run();
      return PERIOD;
    } catch (RuntimeException e) {
      LOG.warnf(
          "The pixel cache was not purged, in %d minutes again: %s",
          RETRY.toMinutes(), e.getMessage());
      return RETRY;
    }
  }

  void stop(@Observes ShutdownEvent event) {
    schedule.shutdownNow();
  }
}
