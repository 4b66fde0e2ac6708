package io.streamsight.inference.watch;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.service.OrderlyExit;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells watchers of every answer that arrives on {@code classifications}, and of every swap on
 * {@code serving-events}, whatever replica wrote it. While there are watchers one {@link Tail}
 * reads for all. Nobody holds the lock while a broker is asked.
 */
@ApplicationScoped
class AnswerWatch {
  private static final Logger LOG = Logger.getLogger(AnswerWatch.class);

  /** Proxies close what is silent for a minute, some after thirty seconds. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;
  private final TopicSettings topics;
  private final int maxWatchers;
  private boolean ending;

  /** Null while nobody watches. */
  private Tail tail;

  AnswerWatch(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      InferenceConfig config) {
    this.kafka = kafka;
    topics = installation.topicSettings();
    maxWatchers = config.maxWatchers();
  }

  /**
   * Returns when no answer that comes from now on can be missed.
   *
   * @param model whose answers and swaps alone are wanted; empty for all
   * @return to be given to {@link #close}
   * @throws StreamsightException {@link Reason#OVERLOADED} when there are too many, {@link
   *     Reason#UNAVAILABLE} when no broker answers
   */
  Watcher open(Optional<String> model) {
    Watcher watcher = new Watcher(model, HEARTBEAT);
    Tail joined;
    boolean first;
    synchronized (this) {
      requireRoom();
      first = tail == null;
      if (first) {
        tail = new Tail(topics);
      }
      joined = tail;
      joined.watchers().add(watcher);
    }
    if (first) {
      joined.open(kafka, () -> lost(joined));
    }
    try {
      joined.await();
      return watcher;
    } catch (RuntimeException | Error e) {
      forget(joined);
      throw e;
    }
  }

  private void requireRoom() {
    if (ending) {
      throw new StreamsightException(Reason.UNAVAILABLE, "The service stops");
    }
    if (tail != null && tail.watchers().size() >= maxWatchers) {
      throw new StreamsightException(
          Reason.OVERLOADED,
          "%d watch already: that is streamsight.inference.max-watchers".formatted(maxWatchers));
    }
  }

  /** May take seconds. */
  void close(Watcher watcher) {
    Tail last = null;
    synchronized (this) {
      if (tail != null && tail.watchers().remove(watcher) && tail.watchers().isEmpty()) {
        last = tail;
        tail = null;
      }
    }
    if (last != null) {
      last.close();
    }
  }

  /** It has ended while there were watchers: they are told the end, the next one starts anew. */
  private void lost(Tail ended) {
    if (forget(ended)) {
      LOG.errorf("The reader for %d watchers ended", ended.watchers().size());
      ended.watchers().forEach(Watcher::end);
      ended.close();
    }
  }

  private synchronized boolean forget(Tail past) {
    boolean current = tail == past;
    if (current) {
      tail = null;
    }
    return current;
  }

  /**
   * At the signal to stop: Quarkus waits for requests that are at work before it tells the
   * application, and these would never end.
   */
  void end(@Observes OrderlyExit.Signalled signalled) {
    endAll();
  }

  @PreDestroy
  void close() {
    Optional<Tail> last = endAll();
    // Else it would count as one that has failed.
    last.ifPresent(this::forget);
    last.ifPresent(Tail::close);
  }

  private Optional<Tail> endAll() {
    Optional<Tail> last;
    synchronized (this) {
      ending = true;
      last = Optional.ofNullable(tail);
    }
    last.ifPresent(reads -> reads.watchers().forEach(Watcher::end));
    return last;
  }
}
