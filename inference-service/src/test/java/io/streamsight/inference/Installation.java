package io.streamsight.inference;

import io.restassured.RestAssured;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.models.ModelPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The others of an installation: producers, the trainer, readers of the answers. */
final class Installation implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ModelPublisher models;

  Installation(String bootstrapServers) {
    kafka = Map.of("bootstrap.servers", bootstrapServers);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 80_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    models = new ModelPublisher(producer);
  }

  /** A request as any producer may write it; {@code headers} are names and values in turn. */
  RecordMetadata request(String key, byte[] image, String... headers) {
    var record =
        new ProducerRecord<>(
            Topic.CLASSIFICATION_REQUESTS.baseName(),
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            image);
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return write(record);
  }

  RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file as a run's result and gives it a version, as the trainer does. */
  void publish(String model, byte[] onnx) {
    models.publish(model, onnx);
  }

  /**
   * @param sha256 that the registry shall name, be it true or not
   * @param offsetError that is added to the offset that the registry names
   */
  void publish(String model, byte[] onnx, String sha256, int offsetError) {
    models.publish(model, onnx, sha256, offsetError);
  }

  /** Gives a file so many versions. */
  void repeat(String model, byte[] onnx, int versions) {
    models.repeat(model, onnx, versions);
  }

  /** Makes that version 1 of a model and waits until it answers; once it does, nothing. */
  void serve(String model, byte[] onnx) {
    if (servedVersion(model) != null) {
      return;
    }
    publish(model, onnx);
    champion(model, null, 1);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Integer.valueOf(1).equals(servedVersion(model)));
  }

  /** Null while none is. */
  static Integer servedVersion(String model) {
    return RestAssured.get("/models")
        .jsonPath()
        .get("find { it.name == '%s' }?.version".formatted(model));
  }

  void champion(String model, Integer from, Integer to) {
    models.champion(model, from, to);
  }

  /** Everything in a topic whose key begins like this, partition by partition. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic, String keyPrefix) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (LogReader reader = new LogReader(kafka, topic.baseName())) {
      reader.readTo(
          reader.end(),
          record -> {
            if (record.key() != null && key(record).startsWith(keyPrefix)) {
              found.add(record);
            }
          });
    }
    return found;
  }

  /** The same, once there are at least so many. */
  List<ConsumerRecord<byte[], byte[]>> await(Topic topic, String keyPrefix, int count) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> read(topic, keyPrefix), records -> records.size() >= count);
  }

  static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  static <T> T json(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
    return Json.read(record.value(), type);
  }

  @Override
  public void close() {
    producer.close();
  }
}
