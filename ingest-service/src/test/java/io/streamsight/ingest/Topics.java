package io.streamsight.ingest;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics as another program sees them: a plain producer, a plain reader. */
@ApplicationScoped
public class Topics implements AutoCloseable {
  private final Map<String, Object> kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  public Topics(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 32 << 20);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The caller closes it. */
  public KafkaProducer<byte[], byte[]> transactional(String transactionalId) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public RecordMetadata write(String topic, String key, byte[] value) throws Exception {
    return write(
        new ProducerRecord<>(
            topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value));
  }

  public RecordMetadata write(ProducerRecord<byte[], byte[]> record) throws Exception {
    return producer.send(record).get();
  }

  /** Everything on the topic with this key, in order. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, String key) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    read(
        topic,
        record -> {
          if (key == null ? record.key() == null : key.equals(key(record))) {
            found.add(record);
          }
        });
    return found;
  }

  /** The text that counts of a key; null when there is none. */
  public String lastValue(String topic, String key) {
    return read(topic, key).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .reduce((a, b) -> b)
        .orElse(null);
  }

  /** How many records each key has. */
  public Map<String, Integer> counts(String topic) {
    Map<String, Integer> counts = new HashMap<>();
    read(topic, record -> counts.merge(key(record), 1, Integer::sum));
    return counts;
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> with) {
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readTo(reader.end(), with);
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  public List<IndexRecord> index(String imageId) {
    return read("image-index", imageId).stream()
        .map(record -> Json.read(record.value(), IndexRecord.class))
        .toList();
  }

  @Override
  @PreDestroy
  public void close() {
    producer.close();
  }
}
