package io.streamsight.inference.watch;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.serving.ServingEvent;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Readers of {@code classifications} and {@code serving-events}, which belong to no group, and the
 * watchers whom they tell.
 */
final class Tail {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String answers;
  private final String swaps;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<List<LogTail>> readers = new CompletableFuture<>();

  Tail(TopicSettings topics) {
    answers = topics.name(Topic.CLASSIFICATIONS);
    swaps = topics.name(Topic.SERVING_EVENTS);
  }

  /** Those who are told, or wait to be. */
  List<Watcher> watchers() {
    return watchers;
  }

  /**
   * Begins to read. Whatever becomes of it, {@link #await} knows.
   *
   * @param ended runs when a reader ends, whether it was closed or failed
   */
  void open(Map<String, Object> kafka, Runnable ended) {
    try {
      LogTail first = LogTail.fromEnd(kafka, answers, PATIENCE, this::hearAnswer);
      try {
        LogTail second = LogTail.fromEnd(kafka, swaps, PATIENCE, this::hearSwap);
        readers.complete(List.of(first, second));
      } catch (RuntimeException | Error e) {
        first.close();
        throw e;
      }
    } catch (KafkaException e) {
      readers.completeExceptionally(
          new StreamsightException(
              Reason.UNAVAILABLE,
              "%s and %s can't be read: %s".formatted(answers, swaps, e.getMessage()),
              e));
    } catch (RuntimeException | Error e) {
      readers.completeExceptionally(e);
    }
    readers.thenAccept(opened -> opened.forEach(reader -> reader.ended().thenRun(ended)));
  }

  /**
   * Returns when no answer that comes from now on can be missed.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when no broker answers
   */
  void await() {
    try {
      readers.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StreamsightException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Once it is open, if it ever is. May take seconds. */
  void close() {
    readers.thenAccept(opened -> opened.forEach(LogTail::close));
  }

  private void hearAnswer(ConsumerRecord<byte[], byte[]> record) {
    tell(null, Json.read(record.value(), Classification.class).model(), record);
  }

  private void hearSwap(ConsumerRecord<byte[], byte[]> record) {
    tell("serving", Json.read(record.value(), ServingEvent.class).model(), record);
  }

  private void tell(String name, String model, ConsumerRecord<byte[], byte[]> record) {
    Told.Event event =
        new Told.Event(
            name,
            Event.header(record.headers(), "ce_id"),
            new String(record.value(), StandardCharsets.UTF_8));
    watchers.forEach(watcher -> watcher.hear(model, event));
  }
}
