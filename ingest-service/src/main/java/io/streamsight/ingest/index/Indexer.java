package io.streamsight.ingest.index;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.image.ImageInspector;
import io.streamsight.ingest.kafka.Cluster;
import io.streamsight.ingest.kafka.LogWriter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The one consumer of {@code images}: decodes every image once and writes its line of the index, or
 * its refusal and a dead letter.
 *
 * <p>A batch is acknowledged when the broker has all that follows from it. If anything can't be
 * written the batch fails, and with it the channel: nothing is committed past a record without its
 * line, and liveness tells.
 */
@ApplicationScoped
class Indexer {
  private static final Logger LOG = Logger.getLogger(Indexer.class);
  private static final String SOURCE = "/streamsight/indexer";

  private final ImageInspector inspector;
  private final LogWriter log;
  private final Cluster cluster;
  private final MeterRegistry meters;
  private final String indexTopic;
  private final TopicSettings settings;
  private final ExecutorService decoders =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  Indexer(
      ImageInspector inspector,
      @Identifier("indexer") LogWriter log,
      Cluster cluster,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.inspector = inspector;
    this.log = log;
    this.cluster = cluster;
    this.meters = meters;
    settings = installation.topicSettings();
    indexTopic = settings.name(Topic.IMAGE_INDEX);
  }

  @Incoming("images")
  @Blocking
  void index(ConsumerRecords<byte[], byte[]> batch) throws Exception {
    Map<ConsumerRecord<byte[], byte[]>, Future<Verdict>> verdicts = decode(batch);
    List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
    // Sent in the order of the batch: the lines of an image id keep the order of its records.
    for (var verdict : verdicts.entrySet()) {
      write(verdict.getKey(), verdict.getValue().get(), sent);
    }
    LogWriter.acknowledged(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
  }

  private Map<ConsumerRecord<byte[], byte[]>, Future<Verdict>> decode(
      ConsumerRecords<byte[], byte[]> batch) {
    Map<ConsumerRecord<byte[], byte[]>, Future<Verdict>> verdicts = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      verdicts.put(record, decoders.submit(() -> Verdict.of(record, inspector::inspect)));
    }
    return verdicts;
  }

  private void write(
      ConsumerRecord<byte[], byte[]> record,
      Verdict verdict,
      List<CompletableFuture<RecordMetadata>> sent) {
    if (verdict instanceof Verdict.Accepted accepted) {
      sent.add(log.send(line(record, accepted.entry())));
      boolean erased = accepted.entry() instanceof IndexRecord.Erased;
      meters
          .counter(erased ? "streamsight.images.erased" : "streamsight.images.indexed")
          .increment();
    } else if (verdict instanceof Verdict.Refused refused) {
      IndexRecord entry =
          new IndexRecord.Refused(
              refused.reason().code(),
              refused.detail(),
              record.partition(),
              record.offset(),
              false);
      sent.add(log.send(line(record, entry)));
      sent.add(deadLetter(record, refused.reason(), refused.detail()));
    } else if (verdict instanceof Verdict.Nameless nameless) {
      sent.add(deadLetter(record, nameless.reason(), nameless.detail()));
    }
  }

  private ProducerRecord<byte[], byte[]> line(
      ConsumerRecord<byte[], byte[]> image, IndexRecord entry) {
    return new Event(
            EventType.IMAGE_INDEXED,
            image.key(),
            cluster.eventId(image),
            SOURCE,
            new String(image.key(), StandardCharsets.UTF_8),
            EventType.IMAGE_INDEXED.contentType(),
            Json.write(entry),
            Map.of())
        .toRecord(indexTopic);
  }

  private CompletableFuture<RecordMetadata> deadLetter(
      ConsumerRecord<byte[], byte[]> image, Reason reason, String detail) {
    LOG.infof(
        "Refused %s-%d@%d (%s): %s",
        image.topic(), image.partition(), image.offset(), reason.code(), detail);
    meters
        .counter("streamsight.images.refused", "reason", reason.code(), "by", "indexer")
        .increment();
    return log.send(DeadLetter.of(image, reason, detail, Topic.IMAGES_DLQ, settings));
  }

  @PreDestroy
  void stop() {
    decoders.shutdown();
  }
}
