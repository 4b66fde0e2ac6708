package io.streamsight.trainer.kafka;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/** Writes what the trainer has to say: one idempotent producer for all its topics. */
@ApplicationScoped
public class TopicWriter {
  public static final String SOURCE = "/streamsight/trainer";
  private static final Logger LOG = Logger.getLogger(TopicWriter.class);
  private static final int DELIVERY_TIMEOUT_MS = 120_000;
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final TopicSettings topics;

  TopicWriter(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    topics = config.topicSettings();
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topics.maxModelRecordBytes());
    settings.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(32L << 20, 2L * topics.maxModelRecordBytes()));
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Hands it to the producer; failures are logged. For what may be lost, such as progress. */
  public Future<RecordMetadata> send(Topic topic, Event event) {
    return send(event.toRecord(topics.name(topic)));
  }

  /**
   * Writes and waits until the broker has it.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when it has not after two minutes;
   *     {@link Reason#TOPIC_MISCONFIGURED} when the topic takes no record of that size
   */
  public RecordMetadata write(Topic topic, Event event) {
    return await(event.toRecord(topics.name(topic)));
  }

  /** Writes a dead letter, verbatim. */
  public void write(ProducerRecord<byte[], byte[]> record) {
    await(record);
  }

  /** Ends a key of a compacted topic. */
  public void tombstone(Topic topic, byte[] key) {
    await(new ProducerRecord<>(topics.name(topic), key, null));
  }

  private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            LOG.errorf("Could not write to %s: %s", record.topic(), failure.getMessage());
          }
        });
  }

  private RecordMetadata await(ProducerRecord<byte[], byte[]> record) {
    try {
      return send(record).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        // However often it is tried: not the same as a broker that is away.
        throw new StreamsightException(
            Reason.TOPIC_MISCONFIGURED,
            "%s takes no record of this size (%s): raise max.message.bytes of the topic, or the message.max.bytes of its brokers"
                .formatted(record.topic(), e.getCause().getMessage()),
            e);
      }
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The broker did not take it: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while writing", e);
    }
  }

  @PreDestroy
  void close() {
    // A broker that is away must not hold up the end of the process.
    producer.close(CLOSE);
  }
}
