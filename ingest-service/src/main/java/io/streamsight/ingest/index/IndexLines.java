package io.streamsight.ingest.index;

import io.micrometer.core.instrument.MeterRegistry;
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
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** What a batch of images comes to: lines of the index and dead letters, decoded on all cores. */
@ApplicationScoped
class IndexLines {
  private static final Logger LOG = Logger.getLogger(IndexLines.class);
  private static final String SOURCE = "/streamsight/indexer";

  private final ImageInspector inspector;
  private final Cluster cluster;
  private final MeterRegistry meters;
  private final String indexTopic;
  private final TopicSettings settings;
  private final ExecutorService decoders =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  IndexLines(
      ImageInspector inspector,
      Cluster cluster,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.inspector = inspector;
    this.cluster = cluster;
    this.meters = meters;
    settings = installation.topicSettings();
    indexTopic = settings.name(Topic.IMAGE_INDEX);
  }

  /**
   * To be written, in this order, and to be counted once it is.
   *
   * @param counts to do when the records are on the log
   */
  record Batch(List<ProducerRecord<byte[], byte[]>> records, List<Runnable> counts) {
    void count() {
      counts.forEach(Runnable::run);
    }
  }

  /**
   * @param partitions of {@code images}
   */
  Batch of(ConsumerRecords<byte[], byte[]> images, int partitions) {
    Map<ConsumerRecord<byte[], byte[]>, Future<Verdict>> verdicts = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> image : images) {
      verdicts.put(image, decoders.submit(() -> Verdict.of(image, partitions, inspector::inspect)));
    }
    Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
    verdicts.forEach((image, verdict) -> add(batch, image, decided(verdict)));
    return batch;
  }

  private static Verdict decided(Future<Verdict> verdict) {
    try {
      return verdict.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("An image could not be inspected", e);
    }
  }

  private void add(Batch batch, ConsumerRecord<byte[], byte[]> image, Verdict verdict) {
    if (verdict instanceof Verdict.Entered entered) {
      batch.records().add(line(image, entered.entry()));
      batch.counts().add(() -> count(image, entered.entry()));
      if (entered.entry() instanceof IndexRecord.Refused refused) {
        refuse(batch, image, entered.reason(), refused.detail());
      }
    } else if (verdict instanceof Verdict.Nameless nameless) {
      refuse(batch, image, nameless.reason(), nameless.detail());
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> image, IndexRecord entry) {
    if (entry instanceof IndexRecord.Indexed) {
      meters.counter("streamsight.images.indexed").increment();
    } else if (entry instanceof IndexRecord.Erased) {
      meters.counter("streamsight.images.erased").increment();
    }
    if (entry.misplaced()) {
      meters.counter("streamsight.images.misplaced").increment();
      LOG.warnf(
          "%s-%d@%d is not in the partition of its key: let its producer use murmur2"
              + " (librdkafka: partitioner=murmur2_random)",
          image.topic(), image.partition(), image.offset());
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

  private void refuse(
      Batch batch, ConsumerRecord<byte[], byte[]> image, Reason reason, String detail) {
    batch.records().add(DeadLetter.of(image, reason, detail, Topic.IMAGES_DLQ, settings));
    batch
        .counts()
        .add(
            () -> {
              LOG.infof(
                  "Refused %s-%d@%d (%s): %s",
                  image.topic(), image.partition(), image.offset(), reason.code(), detail);
              meters
                  .counter("streamsight.images.refused", "reason", reason.code(), "by", "indexer")
                  .increment();
            });
  }

  @PreDestroy
  void stop() {
    decoders.shutdown();
  }
}
