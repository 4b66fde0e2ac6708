package io.streamsight.inference.stream;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.classify.Classifier;
import io.streamsight.inference.model.Choice;
import io.streamsight.inference.model.Models;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.ServedModel;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Answers one request on the calling thread, however long that takes. */
@ApplicationScoped
public class RequestWorker {
  private static final Logger LOG = Logger.getLogger(RequestWorker.class);

  /** The header that picks one of several models. */
  private static final String MODEL = "model";

  /** The header that asks for the activation map: {@code true}. */
  private static final String MAP = "activation-map";

  private static final int ATTEMPTS = 3;
  private static final long RETRY_MS = 500;
  private static final long LOOK_MS = 20;

  private final Models models;
  private final Classifier classifier;
  private final InferenceMetrics metrics;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** As many as there ever were threads at once. */
  private final ConcurrentLinkedQueue<PixelBuffers> spare = new ConcurrentLinkedQueue<>();

  RequestWorker(Models models, Classifier classifier, InferenceMetrics metrics) {
    this.models = models;
    this.classifier = classifier;
    this.metrics = metrics;
  }

  /**
   * Waits for a model if need be.
   *
   * @return empty when the service stops before there is an answer
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime failed again and
   *     again: a fault of ours, so there is no answer to give
   */
  Optional<Answer> answer(ConsumerRecord<byte[], byte[]> request) throws InterruptedException {
    for (int attempt = 1; !stopped(); attempt++) {
      try {
        return tryAnswer(request);
      } catch (StreamsightException | OutOfMemoryError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.warnf("Attempt %d of %d failed: %s", attempt, ATTEMPTS, e.getMessage());
        stopped.await(RETRY_MS, TimeUnit.MILLISECONDS);
      }
    }
    return Optional.empty();
  }

  private Optional<Answer> tryAnswer(ConsumerRecord<byte[], byte[]> request)
      throws InterruptedException {
    Optional<String> asked = Optional.ofNullable(Event.header(request.headers(), MODEL));
    while (!stopped()) {
      Choice choice = models.choose(asked);
      if (choice instanceof Choice.Unknown unknown) {
        return Optional.of(new Answer.Rejected(Reason.MODEL_UNKNOWN, unknown.detail()));
      }
      if (choice instanceof Choice.Use use) {
        Optional<ServedModel> model = models.take(use.name());
        if (model.isPresent()) {
          return Optional.of(classify(request, model.get()));
        }
      }
      stopped.await(LOOK_MS, TimeUnit.MILLISECONDS);
    }
    return Optional.empty();
  }

  private Answer classify(ConsumerRecord<byte[], byte[]> request, ServedModel model) {
    PixelBuffers pooled = spare.poll();
    PixelBuffers buffers = pooled == null ? new PixelBuffers() : pooled;
    try {
      // Clocks differ between machines: a request from the future has not waited.
      long queued = Math.max(0, System.currentTimeMillis() - request.timestamp());
      metrics.queued(model.name(), model.version().version(), Duration.ofMillis(queued));
      return classifier.classify(
          request.value(),
          AnswerRecords.imageId(request),
          queued,
          Boolean.parseBoolean(Event.header(request.headers(), MAP)),
          model,
          buffers);
    } finally {
      spare.add(buffers);
      model.release();
    }
  }

  boolean stopped() {
    return stopped.getCount() == 0;
  }

  /** Whoever waits stops waiting, without an answer. */
  void stop() {
    stopped.countDown();
  }

  @PreDestroy
  void close() {
    spare.forEach(PixelBuffers::close);
  }
}
