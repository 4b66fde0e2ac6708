package io.streamsight.inference.stream;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.classify.Classifier;
import io.streamsight.inference.model.Choice;
import io.streamsight.inference.model.Models;
import io.streamsight.inference.model.OnnxRuntime;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.ServedModel;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Answers requests, each on one thread, as many at once as there are cores. */
@ApplicationScoped
public class RequestWorkers {
  private static final Logger LOG = Logger.getLogger(RequestWorkers.class);

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
  private final int count;
  private final ExecutorService threads;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** As many as there ever were threads at once. */
  private final ConcurrentLinkedQueue<PixelBuffers> spare = new ConcurrentLinkedQueue<>();

  RequestWorkers(
      Models models,
      Classifier classifier,
      InferenceMetrics metrics,
      InferenceConfig config,
      OnnxRuntime runtime) {
    this.models = models;
    this.classifier = classifier;
    this.metrics = metrics;
    count = config.workers(runtime.cuda());
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            count, task -> new Thread(task, "classifier-" + number.getAndIncrement()));
  }

  /** How many requests may be in work at once. */
  int count() {
    return count;
  }

  /** Begins the work and returns; the answer goes to {@code window}, or why there will be none. */
  void begin(Request request, Window window) {
    threads.execute(
        () -> {
          try {
            answer(request).ifPresent(answer -> window.answered(request, answer));
          } catch (Throwable e) {
            window.failed(request, e);
          }
        });
  }

  /**
   * Waits for a model if need be.
   *
   * @return empty when the service stops, or the request was dropped, before there is an answer
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime failed again and
   *     again: a fault of ours, so there is no answer to give
   */
  private Optional<Answer> answer(Request request) throws InterruptedException {
    for (int attempt = 1; wanted(request); attempt++) {
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

  private Optional<Answer> tryAnswer(Request request) throws InterruptedException {
    Optional<String> asked = Optional.ofNullable(Event.header(request.record().headers(), MODEL));
    while (wanted(request)) {
      Choice choice = models.choose(asked);
      if (choice instanceof Choice.Unknown unknown) {
        return Optional.of(new Answer.Rejected(Reason.MODEL_UNKNOWN, unknown.detail()));
      }
      if (choice instanceof Choice.Use use) {
        Optional<ServedModel> model = models.take(use.name());
        if (model.isPresent()) {
          return Optional.of(classify(request.record(), model.get()));
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

  private boolean wanted(Request request) {
    return stopped.getCount() > 0 && !request.dropped();
  }

  /** Whoever waits for a model stops waiting, without an answer; what computes goes on. */
  void stop() {
    stopped.countDown();
  }

  @PreDestroy
  void close() {
    threads.shutdown();
    spare.forEach(PixelBuffers::close);
  }
}
