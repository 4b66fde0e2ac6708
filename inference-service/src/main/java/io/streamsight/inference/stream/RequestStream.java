package io.streamsight.inference.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.classify.Answer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The hot path: requests in, one answer or dead letter out for each.
 *
 * <p>Each image goes through decode and run on one thread, as many at once as there are cores.
 * Answers leave in the order of their partition. A request is acknowledged when the broker has its
 * answer, so nothing is committed that was not answered. The channel hands over records, not
 * batches: of a batch the connector tracks the last record of each partition only.
 */
@ApplicationScoped
public class RequestStream {
  private static final Logger LOG = Logger.getLogger(RequestStream.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** For each worker; covers the time until the broker has acknowledged. */
  private static final int IN_FLIGHT = 16;

  private record Request(
      Message<byte[]> message, ConsumerRecord<byte[], byte[]> record, PartitionOrder.Place place) {
    int size() {
      return record.value() == null ? 0 : record.value().length;
    }
  }

  private final RequestWorker worker;
  private final AnswerRecords records;
  private final AnswerWriter writer;
  private final InferenceMetrics metrics;
  private final ExecutorService threads;
  private final InFlight inFlight;
  private final PartitionOrder order = new PartitionOrder();

  /** Partitions of which a request was left unanswered: nothing behind it may be answered. */
  private final Set<Integer> halted = ConcurrentHashMap.newKeySet();

  private volatile Throwable failure;

  RequestStream(
      RequestWorker worker,
      AnswerRecords records,
      AnswerWriter writer,
      InferenceMetrics metrics,
      InferenceConfig config) {
    this.worker = worker;
    this.records = records;
    this.writer = writer;
    this.metrics = metrics;
    inFlight = new InFlight(IN_FLIGHT * config.workers(), config.maxBytesInFlight());
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            config.workers(), task -> new Thread(task, "classifier-" + number.getAndIncrement()));
  }

  /**
   * @return done when there is room for the next request, which is what pauses the consumer; never
   *     done once the stream has stopped
   */
  @Incoming("requests")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  public CompletionStage<Void> receive(Message<byte[]> message) {
    if (failure != null || worker.stopped()) {
      return new CompletableFuture<>();
    }
    @SuppressWarnings("unchecked")
    IncomingKafkaRecordMetadata<byte[], byte[]> metadata =
        message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    ConsumerRecord<byte[], byte[]> record = metadata.getRecord();
    Request request = new Request(message, record, order.enter(record.partition()));
    CompletionStage<Void> room = inFlight.enter(request.size());
    threads.execute(() -> work(request));
    return room;
  }

  private void work(Request request) {
    Optional<Answer> answer = Optional.empty();
    try {
      answer = failure == null ? worker.answer(request.record()) : Optional.empty();
    } catch (Throwable e) {
      fail(e);
    }
    Optional<Answer> found = answer;
    request.place().leave(() -> depart(request, found));
  }

  private void depart(Request request, Optional<Answer> answer) {
    int partition = request.record().partition();
    if (answer.isEmpty() || failure != null || halted.contains(partition)) {
      halted.add(partition);
      inFlight.leave(request.size());
      return;
    }
    try {
      writer.send(
          records.of(request.record(), answer.get()),
          (at, error) -> {
            if (error == null) {
              acknowledge(request, answer.get());
            } else {
              fail(error);
              inFlight.leave(request.size());
            }
          });
    } catch (RuntimeException e) {
      fail(e);
      inFlight.leave(request.size());
    }
  }

  private void acknowledge(Request request, Answer answer) {
    if (answer instanceof Answer.Rejected rejected) {
      metrics.deadLetter(rejected.reason());
      LOG.infof(
          "Dead letter for %s-%d@%d: %s, %s",
          request.record().topic(),
          request.record().partition(),
          request.record().offset(),
          rejected.reason().code(),
          rejected.detail());
    }
    request.message().ack().whenComplete((done, error) -> inFlight.leave(request.size()));
  }

  /** A fault of ours: nothing more is answered or committed until the process starts anew. */
  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      LOG.errorf(cause, "The stream stopped: nothing is committed past what was answered");
    }
  }

  /** Why the stream stopped for good; empty while it runs or waits. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Before the channels close: ends what is in work, so that its offsets are committed. */
  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event)
      throws InterruptedException {
    worker.stop();
    threads.shutdown();
    if (!threads.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Images were still in work: they will be classified again after the next start");
    }
    if (failure == null) {
      writer.flush();
      inFlight.awaitEmpty(DRAIN);
    }
  }
}
