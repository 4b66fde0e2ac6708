package io.streamsight.inference.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.inference.DeliveryGuarantee;
import io.streamsight.inference.ReplicaName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The stream's Kafka clients. Their limits follow from {@code streamsight.max-image-bytes}. */
@ApplicationScoped
class StreamClients {
  /** Beyond the election of a leader and the restart of a broker. */
  private static final int DELIVERY_TIMEOUT_MS = 120_000;

  /** Shorter than a member may be silent, however many sends follow each other. */
  private static final int MAX_BLOCK_MS = 10_000;

  /**
   * For answers that are made already, and letters of the largest size. After a kill, readers and
   * whoever takes over wait so long for the end of what was open.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private static final int MAX_POLL_RECORDS = 32;

  private final Map<String, Object> kafka;
  private final TopicSettings topics;

  private final MeterRegistry meters;

  StreamClients(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      MeterRegistry meters) {
    this.kafka = kafka;
    topics = config.topicSettings();
    this.meters = meters;
  }

  /**
   * @throws org.apache.kafka.common.KafkaException when a transactional producer can't be had
   */
  StreamConnection connect(DeliveryGuarantee guarantee) {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    try {
      KafkaProducer<byte[], byte[]> producer =
          guarantee == DeliveryGuarantee.EXACTLY_ONCE ? transactionalProducer() : producer();
      return new StreamConnection(consumer, producer, meters);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private String group() {
    return topics.prefix() + "inference";
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "inference-consumer");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    // A fetch brings one record of the largest size, or many small ones.
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, topics.maxImageRecordBytes());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = producerSettings();
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    return producer(settings);
  }

  /** The id is the process's: a new session ends what an earlier one has left open. */
  private KafkaProducer<byte[], byte[]> transactionalProducer() {
    Map<String, Object> settings = producerSettings();
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, group() + "-" + ReplicaName.ofThisProcess());
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS / 2);
    KafkaProducer<byte[], byte[]> producer = producer(settings);
    try {
      producer.initTransactions();
      return producer;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private Map<String, Object> producerSettings() {
    int maxRequest = topics.maxDeadLetterBytes();
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "inference-producer");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // No wait for more: when answers come fast they gather behind the requests in flight anyway.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(32L << 20, 2L * maxRequest));
    return settings;
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
