package io.streamsight.inference.model;

import io.quarkus.runtime.Startup;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.inference.InferenceMetrics;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings what is served in line with the registry, on one thread off the hot path: one model at a
 * time, and of several moves in quick succession only the last.
 */
@Startup
@ApplicationScoped
public class ModelSwapper {
  private static final Logger LOG = Logger.getLogger(ModelSwapper.class);

  /** Looking at the fold costs nothing; this is how long a move waits at most. */
  private static final long LOOK_MS = 20;

  /** After a fault, each of which is logged. */
  private static final long RETRY_MS = 1_000;

  private final RegistryFollower registry;
  private final ModelLoader loader;
  private final Models models;
  private final InferenceMetrics metrics;
  private final ServingEvents events;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "model-loader");

  /** What the metrics show; of the thread alone. */
  private List<ServedModel> shownServed = List.of();

  private Map<String, Refusal> shownRefused = Map.of();

  ModelSwapper(
      RegistryFollower registry,
      ModelLoader loader,
      Models models,
      InferenceMetrics metrics,
      ServingEvents events) {
    this.registry = registry;
    this.loader = loader;
    this.models = models;
    this.metrics = metrics;
    this.events = events;
  }

  @PostConstruct
  void start() {
    thread.setDaemon(true);
    // Those who classify come first. Counts with -XX:ThreadPriorityPolicy=1 only.
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private void follow() {
    try {
      long pause = LOOK_MS;
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        pause = registry.caughtUp() && !tryLook() ? RETRY_MS : LOOK_MS;
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted while waiting for moves");
    }
  }

  /**
   * Whatever goes wrong with one candidate, the next one must still be looked at.
   *
   * @return whether nothing went wrong
   */
  private boolean tryLook() {
    try {
      try {
        look();
      } finally {
        show();
      }
      return true;
    } catch (CancellationException e) {
      LOG.debug("Stopped while it read a model");
    } catch (RuntimeException | Error e) {
      LOG.error("Looking for a model to load failed; trying again", e);
    }
    return false;
  }

  private void look() {
    Map<String, ModelVersion> champions = registry.champions();
    Map<String, Integer> versions = new HashMap<>();
    champions.forEach((name, version) -> versions.put(name, version.version()));
    models.champions(versions);
    Map<String, Integer> served = new HashMap<>();
    models.served().forEach(m -> served.put(m.name(), m.version().version()));
    SwapPlan plan = SwapPlan.of(champions, served, models.refused(), Instant.now());
    for (String name : plan.drop()) {
      models.drop(name);
      events.dropped(name, served.get(name));
      LOG.infof("%s has no champion any more and is not served", name);
    }
    // One only: by the time it serves, the next look may see a newer champion of another name.
    plan.load().stream().findFirst().ifPresent(version -> swap(version, served));
  }

  /** After every look, so that the metrics are true even if that failed in its middle. */
  private void show() {
    List<ServedModel> served = models.served();
    if (!served.equals(shownServed)) {
      metrics.served(served);
      shownServed = served;
    }
    Map<String, Refusal> refused = models.refused();
    if (!refused.equals(shownRefused)) {
      metrics.refused(refused);
      shownRefused = refused;
    }
  }

  private void swap(ModelVersion version, Map<String, Integer> served) {
    long start = System.nanoTime();
    LoadResult result = loader.load(version, () -> closed.getCount() == 0);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (result instanceof LoadResult.Loaded loaded) {
      models.serve(loaded.model());
      metrics.swapped(version.model(), took);
      events.served(loaded.model(), served.get(version.model()), took);
      LOG.infof(
          "Serving %s version %d (run %s) on %s, loaded in %d ms; before: %s",
          version.model(),
          version.version(),
          version.runId(),
          loaded.model().device().text(),
          took.toMillis(),
          served.containsKey(version.model()) ? served.get(version.model()) : "none");
    } else if (result instanceof LoadResult.Refused refused) {
      Refusal refusal = new Refusal(version.version(), refused, Instant.now());
      if (!refusal.sameAs(models.refused().get(version.model()))) {
        events.refused(version.model(), version.version(), served.get(version.model()), refused);
        LOG.errorf(
            "Refused %s version %d (%s): %s. %s %s",
            version.model(),
            version.version(),
            refused.reason().code(),
            refused.detail(),
            refused.reason().remedy(),
            served.containsKey(version.model())
                ? "Version %d serves on.".formatted(served.get(version.model()))
                : "Nothing serves under this name.");
      }
      models.refuse(version.model(), refusal);
      metrics.refused(version.model(), refused.reason());
    }
  }

  @PreDestroy
  void close() throws InterruptedException {
    closed.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(5));
    models.served().forEach(model -> models.drop(model.name()));
  }
}
