package io.streamsight.inference.watch;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.OrderlyExit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Tells watchers of every answer that arrives on {@code classifications}, whatever replica wrote
 * it. While there are watchers one reader, which belongs to no group, follows the topic for all.
 */
@ApplicationScoped
class AnswerWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Proxies close what is silent for a minute, some after thirty seconds. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final String topic;
  private final int maxWatchers;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private volatile boolean ending;

  /** Null while nobody watches. */
  private LogTail tail;

  AnswerWatch(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      InferenceConfig config) {
    this.kafka = kafka;
    topic = installation.topicSettings().name(Topic.CLASSIFICATIONS);
    maxWatchers = config.maxWatchers();
  }

  /**
   * Returns when no answer that comes from now on can be missed.
   *
   * @param model whose answers alone are wanted; empty for all
   * @return to be given to {@link #close}
   * @throws StreamsightException {@link Reason#OVERLOADED} when there are too many, {@link
   *     Reason#UNAVAILABLE} when no broker answers
   */
  synchronized Watcher open(Optional<String> model) {
    if (ending) {
      throw new StreamsightException(Reason.UNAVAILABLE, "The service stops");
    }
    if (watchers.size() >= maxWatchers) {
      throw new StreamsightException(
          Reason.OVERLOADED,
          "%d watch already: that is streamsight.inference.max-watchers".formatted(maxWatchers));
    }
    if (tail == null) {
      try {
        tail = LogTail.fromEnd(kafka, topic, PATIENCE, this::hear);
      } catch (KafkaException e) {
        throw new StreamsightException(
            Reason.UNAVAILABLE, "%s can't be read: %s".formatted(topic, e.getMessage()), e);
      }
    }
    Watcher watcher = new Watcher(model, HEARTBEAT);
    watchers.add(watcher);
    return watcher;
  }

  /** May take as long as {@link #open}. */
  synchronized void close(Watcher watcher) {
    watchers.remove(watcher);
    if (watchers.isEmpty() && tail != null) {
      tail.close();
      tail = null;
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    Classification classification = Json.read(record.value(), Classification.class);
    Told.Answer answer =
        new Told.Answer(
            Event.header(record.headers(), "ce_id"),
            new String(record.value(), StandardCharsets.UTF_8));
    watchers.forEach(watcher -> watcher.hear(classification.model(), answer));
  }

  /**
   * At the signal to stop: Quarkus waits for requests that are at work before it tells the
   * application, and these would never end.
   */
  void end(@Observes OrderlyExit.Signalled signalled) {
    end();
  }

  private void end() {
    ending = true;
    watchers.forEach(Watcher::end);
  }

  @PreDestroy
  void close() {
    end();
    watchers.forEach(this::close);
  }
}
