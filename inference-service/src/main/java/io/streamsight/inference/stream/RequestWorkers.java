package io.streamsight.inference.stream;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
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
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Answers requests, each on one thread, as many at once as there are cores. */
@ApplicationScoped
public class RequestWorkers {
  private static final Logger LOG = Logger.getLogger(RequestWorkers.class);

  private static final int ATTEMPTS = 3;
  private static final long RETRY_MS = 500;

  private final Models models;
  private final Classifier classifier;
  private final AnswerRecords records;
  private final InferenceMetrics metrics;
  private final int count;
  private final ExecutorService threads;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** As many as there ever were threads at once; the last one used is the next. */
  private final Deque<PixelBuffers> spare = new ConcurrentLinkedDeque<>();

  RequestWorkers(
      Models models,
      Classifier classifier,
      AnswerRecords records,
      InferenceMetrics metrics,
      InferenceConfig config,
      OnnxRuntime runtime) {
    this.models = models;
    this.classifier = classifier;
    this.records = records;
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

  /**
   * Begins the work and returns. The reply goes to {@code window}, or why there will be none; a
   * request whose model is not there yet is parked.
   */
  void begin(Request request, Window window) {
    try {
      threads.execute(() -> tryWork(request, window));
    } catch (RejectedExecutionException e) {
      // The service stops.
      window.left(request);
    }
  }

  private void tryWork(Request request, Window window) {
    try {
      work(request, window);
    } catch (Throwable e) {
      window.failed(request, e);
    }
  }

  /**
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime failed again and
   *     again: a fault of ours, so there is no answer to give
   */
  private void work(Request request, Window window) throws InterruptedException {
    for (int attempt = 1; wanted(request); attempt++) {
      try {
        ConsumerRecord<byte[], byte[]> record = request.record();
        Optional<Answer> answer =
            answer(record, (model, map) -> classifyQueued(record, model, map));
        if (answer.isPresent()) {
          window.answered(request, records.of(record, answer.get()));
        } else {
          window.park(request);
        }
        return;
      } catch (StreamsightException | OutOfMemoryError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.warnf("Attempt %d of %d failed: %s", attempt, ATTEMPTS, e.getMessage());
        stopped.await(RETRY_MS, TimeUnit.MILLISECONDS);
      }
    }
    window.left(request);
  }

  /**
   * What would become of a request, in the calling thread. Nothing is written.
   *
   * @return empty as long as its model is not there
   * @throws StreamsightException {@link Reason#MODEL_RUNTIME} when the runtime fails
   */
  public Optional<Answer> rehearse(ConsumerRecord<byte[], byte[]> request) {
    return answer(request, (model, map) -> classify(request, 0, model, map))
        .map(answer -> records.of(request, answer).answer());
  }

  /** Empty as long as its model is not there. */
  private Optional<Answer> answer(
      ConsumerRecord<byte[], byte[]> request, BiFunction<ServedModel, Boolean, Answer> classify) {
    RequestHeaders asked;
    try {
      asked = RequestHeaders.of(request.headers());
    } catch (IllegalArgumentException e) {
      return Optional.of(new Answer.Rejected(Reason.EVENT_INVALID, e.getMessage()));
    }
    Choice choice = models.choose(asked.model());
    if (choice instanceof Choice.Unknown unknown) {
      return Optional.of(new Answer.Rejected(unknown.reason(), unknown.detail()));
    }
    return choice instanceof Choice.Use use
        ? models.take(use.name()).map(model -> released(model, asked.map(), classify))
        : Optional.empty();
  }

  private static Answer released(
      ServedModel model, boolean map, BiFunction<ServedModel, Boolean, Answer> classify) {
    try {
      return classify.apply(model, map);
    } finally {
      model.release();
    }
  }

  private Answer classifyQueued(
      ConsumerRecord<byte[], byte[]> request, ServedModel model, boolean map) {
    // Clocks differ between machines: a request from the future has not waited.
    long queued = Math.max(0, System.currentTimeMillis() - request.timestamp());
    Answer answer = classify(request, queued, model, map);
    metrics.classified(answer);
    metrics.queued(model.name(), model.version().version(), Duration.ofMillis(queued));
    return answer;
  }

  private Answer classify(
      ConsumerRecord<byte[], byte[]> request, long queuedMs, ServedModel model, boolean map) {
    PixelBuffers pooled = spare.pollFirst();
    PixelBuffers buffers = pooled == null ? new PixelBuffers() : pooled;
    try {
      return classifier.classify(
          request.value(), AnswerRecords.imageId(request), queuedMs, map, model, buffers);
    } finally {
      spare.addFirst(buffers);
    }
  }

  private boolean wanted(Request request) {
    return stopped.getCount() > 0 && !request.dropped();
  }

  /** What computes goes on; what has not begun is left to another member. */
  void stop() {
    stopped.countDown();
  }

  @PreDestroy
  void close() {
    threads.shutdown();
    spare.forEach(PixelBuffers::close);
  }
}
