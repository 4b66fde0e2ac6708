package io.streamsight.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.streamsight.contract.Reason;
import io.streamsight.inference.model.Refusal;
import io.streamsight.inference.model.ServedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the service counts and times; names begin with {@code streamsight_}. */
@Startup
@ApplicationScoped
public class InferenceMetrics {
  /** From a small net on a fast core to a request that waited for its first model. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private static final List<String> OF_VERSIONS =
      List.of(
          "streamsight.images", "streamsight.queue", "streamsight.decode", "streamsight.compute");

  private final MeterRegistry registry;
  private final MeterProvider<Timer> queue;
  private final MeterProvider<Timer> decode;
  private final MeterProvider<Timer> compute;
  private final MeterProvider<Counter> images;
  private final MeterProvider<Counter> deadLetters;
  private final MeterProvider<Counter> refusals;
  private final MeterProvider<Timer> swaps;
  private final MeterProvider<DistributionSummary> batches;
  private final MultiGauge served;
  private final MultiGauge refused;
  private final AtomicInteger sessions = new AtomicInteger();

  /** How many of a model's version are loaded. */
  private final Map<Tags, Integer> open = new ConcurrentHashMap<>();

  public InferenceMetrics(MeterRegistry registry) {
    this.registry = registry;
    queue = timer(registry, "queue", "From a request's timestamp to the start of its work");
    decode = timer(registry, "decode", "From bytes to the net's input");
    compute = timer(registry, "compute", "The net");
    images =
        Counter.builder("streamsight.images")
            .description("Images classified")
            .withRegistry(registry);
    deadLetters =
        Counter.builder("streamsight.dead.letters")
            .description("Requests that could not be answered")
            .withRegistry(registry);
    refusals =
        Counter.builder("streamsight.model.refusals")
            .description("Attempts to load a version that was refused")
            .withRegistry(registry);
    swaps =
        Timer.builder("streamsight.model.swap")
            .description("Reading, checking and warming a new version")
            .withRegistry(registry);
    batches =
        DistributionSummary.builder("streamsight.batch.size")
            .description("Images of one run, where runs have batches")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32)
            .withRegistry(registry);
    served =
        MultiGauge.builder("streamsight.model.served")
            .description("1 for each model, version and device that answers")
            .register(registry);
    refused =
        MultiGauge.builder("streamsight.model.refused")
            .description("1 for each champion that is not served here, and why")
            .register(registry);
    Gauge.builder("streamsight.model.sessions", sessions, AtomicInteger::get)
        .description("Models in memory: those that are served, and old ones that still run")
        .register(registry);
  }

  private static MeterProvider<Timer> timer(
      MeterRegistry registry, String name, String description) {
    return Timer.builder("streamsight." + name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .withRegistry(registry);
  }

  /** An image was classified; times in nanoseconds. */
  public void classified(String model, int version, long decodeNanos, long computeNanos) {
    String[] tags = {"model", model, "version", String.valueOf(version)};
    images.withTags(tags).increment();
    decode.withTags(tags).record(Duration.ofNanos(decodeNanos));
    compute.withTags(tags).record(Duration.ofNanos(computeNanos));
  }

  /** How long a request stood in its topic and in our queue. */
  public void queued(String model, int version, Duration waited) {
    queue.withTags("model", model, "version", String.valueOf(version)).record(waited);
  }

  public void deadLetter(Reason reason) {
    deadLetters.withTags("reason", reason.code()).increment();
  }

  public void refused(String model, Reason reason) {
    refusals.withTags("model", model, "reason", reason.code()).increment();
  }

  /** What answers from now on. */
  public void served(List<ServedModel> models) {
    served.register(
        models.stream()
            .map(
                model ->
                    Row.of(
                        Tags.of(
                            "model", model.name(),
                            "version", String.valueOf(model.version().version()),
                            "device", model.device().text()),
                        1))
            .toList(),
        true);
  }

  /** Which champions are not served from now on, by name. */
  public void refused(Map<String, Refusal> champions) {
    refused.register(
        champions.entrySet().stream()
            .map(
                champion ->
                    Row.of(
                        Tags.of(
                            "model", champion.getKey(),
                            "version", String.valueOf(champion.getValue().version()),
                            "reason", champion.getValue().result().reason().code()),
                        1))
            .toList(),
        true);
  }

  public void batch(String model, int images) {
    batches.withTags("model", model).record(images);
  }

  public void sessionOpened() {
    sessions.incrementAndGet();
  }

  public void sessionClosed() {
    sessions.decrementAndGet();
  }

  /**
   * A version was loaded. One that comes back, by a rollback, may be loaded again while an old run
   * still holds it.
   *
   * @return to be run once when it is closed: with the last of a version its series end, which
   *     would only pile up
   */
  public Runnable opened(String model, int version) {
    Tags tags = Tags.of("model", model, "version", String.valueOf(version));
    open.merge(tags, 1, Integer::sum);
    return () -> open.computeIfPresent(tags, this::closed);
  }

  private Integer closed(Tags tags, int count) {
    if (count > 1) {
      return count - 1;
    }
    for (String name : OF_VERSIONS) {
      registry.find(name).tags(tags).meters().forEach(registry::remove);
    }
    return null;
  }

  public void swapped(String model, Duration took) {
    swaps.withTags("model", model).record(took);
  }
}
