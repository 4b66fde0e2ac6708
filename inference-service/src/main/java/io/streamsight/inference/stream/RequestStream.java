package io.streamsight.inference.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.inference.DeliveryGuarantee;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.model.Models;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The hot path: requests in, one answer or dead letter out for each, in the order of their
 * partition.
 *
 * <p>Nothing is committed that was not answered. When Kafka fails, it begins anew from what is
 * committed. A fault of ours ends it until the process starts anew: the images can't help it.
 */
@ApplicationScoped
public class RequestStream {
  private static final Logger LOG = Logger.getLogger(RequestStream.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** What failed would have failed again by then. */
  private static final Duration PROVEN = Duration.ofSeconds(30);

  private static final long STOP_WITHIN_MS = 10_000;

  private static final int MAX_SHOWN = 300;

  /** For each worker; covers the time until the broker has acknowledged. */
  private static final int IN_FLIGHT = 16;

  private final StreamClients clients;
  private final RequestWorkers workers;
  private final Models models;
  private final InferenceMetrics metrics;
  private final InferenceConfig config;
  private final String topic;
  private final Thread thread = new Thread(this::follow, "classification-stream");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Counter restarts;
  private final Counter expired;
  private Duration pause = SHORTEST;
  private volatile Window window;
  private volatile String trouble;
  private volatile String silence;
  private volatile Throwable failure;

  RequestStream(
      StreamClients clients,
      RequestWorkers workers,
      Models models,
      InferenceMetrics metrics,
      InferenceConfig config,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.clients = clients;
    this.workers = workers;
    this.models = models;
    this.metrics = metrics;
    this.config = config;
    topic = installation.topicSettings().name(Topic.CLASSIFICATION_REQUESTS);
    restarts =
        Counter.builder("streamsight.stream.restarts")
            .description("Sessions with Kafka that failed")
            .register(meters);
    expired =
        Counter.builder("streamsight.requests.expired")
            .description("Requests that were deleted before they were read")
            .register(meters);
    Gauge.builder("streamsight.stream.up", this, s -> s.isUp() ? 1 : 0)
        .description("0 while no broker answers, the stream fails again and again, or has stopped")
        .register(meters);
    Gauge.builder("streamsight.requests.waiting", this, RequestStream::waiting)
        .description("Requests in work whose model is not there yet")
        .register(meters);
  }

  void start(@Observes StartupEvent event) {
    LOG.infof("Answers requests of %s, %s", topic, config.delivery());
    thread.start();
  }

  private void follow() {
    try {
      while (!isStopped()) {
        try {
          session();
        } catch (KafkaException e) {
          trouble = causes(e).map(Throwable::getMessage).collect(Collectors.joining(": "));
          silence = null;
          restarts.increment();
          LOG.warnf(
              "The stream failed and begins anew from what is committed, in %d s: %s",
              pause.toSeconds(), trouble);
          stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
          pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted while the service stops");
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.error("The stream stopped: nothing is committed past what was answered", e);
    }
  }

  private void session() throws InterruptedException {
    window = new Window(IN_FLIGHT * workers.count(), config.maxBytesInFlight());
    long began = System.nanoTime();
    try (StreamSession session = open()) {
      try {
        while (!isStopped()) {
          session.turn(models.serving());
          tell(session.outOfTouch());
          if (trouble != null && System.nanoTime() - began > PROVEN.toNanos()) {
            session.prove();
            trouble = null;
            pause = SHORTEST;
          }
        }
        session.finish();
      } catch (RuntimeException e) {
        session.abandon();
        throw e;
      }
    }
  }

  /** No failure: nothing is lost, and the clients go on by themselves when one is back. */
  private void tell(boolean outOfTouch) {
    if (outOfTouch && silence == null) {
      silence = "no broker answers";
      LOG.warn("No broker answers: requests wait until one does");
    } else if (!outOfTouch && silence != null) {
      silence = null;
      LOG.info("A broker answers again");
    }
  }

  private StreamSession open() {
    StreamConnection connection = clients.connect(config.delivery());
    Delivery delivery =
        config.delivery() == DeliveryGuarantee.EXACTLY_ONCE
            ? new ExactlyOnce(connection, window, this::delivered)
            : new AtLeastOnce(connection, window, this::delivered);
    Window current = window;
    return new StreamSession(
        connection,
        delivery,
        window,
        topic,
        request -> workers.begin(request, current),
        this::expired);
  }

  private void delivered(Request request) {
    if (request.reply().answer() instanceof Answer.Rejected rejected) {
      metrics.deadLetter(rejected.reason());
      LOG.infof(
          "Dead letter for %s-%d@%d: %s, %s",
          request.record().topic(),
          request.record().partition(),
          request.record().offset(),
          rejected.reason().code(),
          shown(rejected.detail()));
    }
  }

  /** It may name a header as it came. */
  private static String shown(String detail) {
    String line = detail.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
  }

  private void expired(TopicPartition partition, long count) {
    expired.increment(count);
    LOG.errorf(
        "%d requests of %s were deleted before they were read: its retention is shorter than this"
            + " service was behind",
        count, partition);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause);
  }

  private int waiting() {
    Window current = window;
    return current == null ? 0 : current.parked();
  }

  private boolean isUp() {
    return trouble().isEmpty() && failure == null;
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Why nothing is answered any more, until the process starts anew; empty while it runs. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why nothing comes, or Kafka does not take what is answered: tried again and again. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).or(() -> Optional.ofNullable(silence));
  }

  /** Before the models close: ends what is in work, so that its offsets are committed. */
  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
      throws InterruptedException {
    stopped.countDown();
    workers.stop();
    thread.join(STOP_WITHIN_MS);
  }
}
