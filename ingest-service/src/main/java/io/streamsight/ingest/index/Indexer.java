package io.streamsight.ingest.index;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.IngestConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The one consumer of {@code images}: decodes every image once and writes its line of the index, or
 * its refusal and a dead letter.
 *
 * <p>Whatever fails, it begins anew from what was committed. Nothing is committed past a record
 * without its line.
 */
@ApplicationScoped
class Indexer {
  private static final Logger LOG = Logger.getLogger(Indexer.class);
  private static final long RETRY_MS = 1_000;
  private static final long STOP_WITHIN_MS = 10_000;

  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final String images;
  private final IndexLines lines;
  private final MeterRegistry meters;
  private final Counter restarts;
  private final boolean enabled;
  private final Thread thread = new Thread(this::run, "indexer");
  private IndexSession session;
  private boolean stopped;
  private volatile boolean stuck;

  Indexer(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      IngestConfig config,
      IndexLines lines,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.lines = lines;
    this.meters = meters;
    restarts =
        Counter.builder("streamsight.indexer.restarts")
            .description("Sessions with Kafka that failed")
            .register(meters);
    settings = installation.topicSettings();
    images = settings.name(Topic.IMAGES);
    enabled = config.indexer();
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      thread.start();
    }
  }

  private void run() {
    while (!stopped()) {
      try (IndexSession connected = connect();
          var consumerMetrics = new KafkaClientMetrics(connected.consumer());
          var producerMetrics = new KafkaClientMetrics(connected.producer())) {
        consumerMetrics.bindTo(meters);
        producerMetrics.bindTo(meters);
        int partitions = connected.partitions(images);
        while (!stopped()) {
          index(connected, partitions);
        }
      } catch (WakeupException e) {
        // Stopped.
      } catch (RuntimeException e) {
        stuck = !(e instanceof KafkaException) || refusedForGood(e);
        restarts.increment();
        LOG.warnf("Indexing failed and begins anew from what is committed: %s", cause(e));
        pause();
      }
    }
  }

  private IndexSession connect() {
    IndexSession connected = new IndexSession(kafka, settings, images);
    synchronized (this) {
      session = connected;
    }
    return connected;
  }

  private void index(IndexSession connected, int partitions) {
    ConsumerRecords<byte[], byte[]> batch = connected.poll();
    // Also past the markers of other producers' transactions, which are no records.
    if (!batch.nextOffsets().isEmpty()) {
      IndexLines.Batch made = lines.of(batch, partitions);
      connected.commit(batch, made.records());
      made.count();
      stuck = false;
    }
  }

  /** Trying again won't help until somebody changes a topic or a right, or mends a defect. */
  private static boolean refusedForGood(RuntimeException e) {
    return Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
        .anyMatch(t -> t instanceof RecordTooLargeException || t instanceof AuthorizationException);
  }

  private static String cause(Throwable e) {
    return e.getCause() == null ? e.getMessage() : e.getMessage() + ": " + cause(e.getCause());
  }

  /** Whether it works, or will when the broker is back; true where it is switched off. */
  boolean alive() {
    return !enabled || thread.isAlive() && !stuck;
  }

  private synchronized boolean stopped() {
    return stopped;
  }

  private synchronized void pause() {
    try {
      if (!stopped) {
        wait(RETRY_MS);
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    synchronized (this) {
      stopped = true;
      notifyAll();
      if (session != null) {
        session.wakeup();
      }
    }
    thread.join(STOP_WITHIN_MS);
  }
}
