package io.streamsight.inference.stream;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.topic.InstallationConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes answers and dead letters: one idempotent producer, so that both keep their order. Its
 * limits follow from {@code streamsight.max-image-bytes}.
 */
@ApplicationScoped
public class AnswerWriter {
  private static final int DELIVERY_TIMEOUT_MS = 120_000;

  private final KafkaProducer<byte[], byte[]> producer;

  AnswerWriter(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    int maxRequest = config.topicSettings().maxDeadLetterBytes();
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // No wait for more: when answers come fast they gather behind the requests in flight anyway.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(32L << 20, 2L * maxRequest));
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Waits only for room in the buffer; {@code written} learns what the broker said. */
  void send(ProducerRecord<byte[], byte[]> record, Callback written) {
    producer.send(record, written);
  }

  /** Waits until everything sent has been written or has failed. */
  void flush() {
    producer.flush();
  }

  @PreDestroy
  void close() {
    producer.close();
  }
}
