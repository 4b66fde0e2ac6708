package io.streamsight.inference.stream;

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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
  private static final long RETRY_MS = 1_000;
  private static final long STOP_WITHIN_MS = 10_000;

  /** For each worker; covers the time until the broker has acknowledged. */
  private static final int IN_FLIGHT = 16;

  private final StreamClients clients;
  private final RequestWorkers workers;
  private final AnswerRecords records;
  private final Models models;
  private final InferenceMetrics metrics;
  private final InferenceConfig config;
  private final String topic;
  private final Thread thread = new Thread(this::follow, "classification-stream");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Throwable failure;

  RequestStream(
      StreamClients clients,
      RequestWorkers workers,
      AnswerRecords records,
      Models models,
      InferenceMetrics metrics,
      InferenceConfig config,
      InstallationConfig installation) {
    this.clients = clients;
    this.workers = workers;
    this.records = records;
    this.models = models;
    this.metrics = metrics;
    this.config = config;
    topic = installation.topicSettings().name(Topic.CLASSIFICATION_REQUESTS);
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  private void follow() {
    try {
      while (!isStopped()) {
        try (StreamSession session = session()) {
          while (!isStopped()) {
            session.turn(models.serving());
          }
          session.finish();
        } catch (KafkaException e) {
          // Trying again won't help until somebody changes a topic or a right.
          failure = refusedForGood(e) ? e : null;
          LOG.warnf(
              "The stream failed and begins anew from what is committed: %s",
              causes(e).map(Throwable::getMessage).collect(Collectors.joining(": ")));
          stopped.await(RETRY_MS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted while the service stops");
    } catch (Exception | Error e) {
      failure = e;
      LOG.error("The stream stopped: nothing is committed past what was answered", e);
    }
  }

  private StreamSession session() {
    Window window = new Window(IN_FLIGHT * workers.count(), config.maxBytesInFlight());
    StreamConnection connection = clients.connect(config.delivery());
    Delivery delivery =
        config.delivery() == DeliveryGuarantee.EXACTLY_ONCE
            ? new ExactlyOnce(connection, window, records, this::delivered)
            : new AtLeastOnce(connection, window, records, this::delivered);
    return new StreamSession(
        connection, delivery, window, topic, request -> workers.begin(request, window));
  }

  private void delivered(Request request) {
    failure = null;
    if (request.answer() instanceof Answer.Rejected rejected) {
      metrics.deadLetter(rejected.reason());
      LOG.infof(
          "Dead letter for %s-%d@%d: %s, %s",
          request.record().topic(),
          request.record().partition(),
          request.record().offset(),
          rejected.reason().code(),
          rejected.detail());
    }
  }

  private static boolean refusedForGood(Throwable e) {
    return causes(e)
        .anyMatch(t -> t instanceof RecordTooLargeException || t instanceof AuthorizationException);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause);
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Why nothing is answered, until somebody helps; empty while it runs or waits. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Before the models close: ends what is in work, so that its offsets are committed. */
  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
      throws InterruptedException {
    stopped.countDown();
    workers.stop();
    thread.join(STOP_WITHIN_MS);
  }
}
