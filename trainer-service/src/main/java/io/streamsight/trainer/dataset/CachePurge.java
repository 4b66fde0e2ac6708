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
    schedule.scheduleWithFixedDelay(
        this::purge, FIRST.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  void purge() {
    try {
      pixels.purge(snapshots::contentHashes);
    } catch (RuntimeException e) {
      // An exception would end the schedule.
      LOG.warnf("The pixel cache was not purged, tomorrow again: %s", e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    schedule.shutdownNow();
  }
}
