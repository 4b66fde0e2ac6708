package io.streamsight.ingest.index;

import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The indexer's membership in its group: reads images, and writes what follows from them together
 * with its position, in one transaction. What a killed or expelled member had begun is undone, so
 * every image has exactly one line in the index.
 */
final class IndexSession implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /**
   * A transaction costs the broker as much for one line as for a hundred: so many bytes are worth
   * one, and an image that comes alone waits no longer than this for others.
   */
  private static final int FETCH_MIN_BYTES = 1 << 20;

  private static final int FETCH_MAX_WAIT_MS = 100;

  /** A transaction holds lines and letters that are made already; readers wait for its end. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @param kafka connection settings; the rest is set here
   */
  IndexSession(Map<String, Object> kafka, TopicSettings settings, String images) {
    String group = IndexerProgress.group(settings);
    consumer = consumer(kafka, settings, group);
    try {
      producer = producer(kafka, settings, group + "-" + UUID.randomUUID());
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    try {
      producer.initTransactions();
      consumer.subscribe(List.of(images));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> kafka, TopicSettings settings, String group) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "ingest-indexer-consumer");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
    // A fetch brings one record of the largest size, or many small ones; one is in work while the
    // next is under way.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.maxImageRecordBytes());
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, settings.maxImageRecordBytes());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> kafka, TopicSettings settings, String transactionalId) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "ingest-indexer-producer");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS / 2);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxDeadLetterBytes());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * settings.maxDeadLetterBytes());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Partitions of {@code images}. */
  int partitions(String images) {
    return consumer.partitionsFor(images).size();
  }

  /** What has come; empty when nothing did for a while. */
  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  /**
   * Writes what follows from {@code batch}, and that it is done: all or nothing.
   *
   * @throws org.apache.kafka.common.KafkaException when it is nothing; the session is then of no
   *     more use
   */
  void commit(
      ConsumerRecords<byte[], byte[]> batch, List<ProducerRecord<byte[], byte[]>> following) {
    producer.beginTransaction();
    // In the order of the batch: the lines of an image id keep the order of its records. What can't
    // be sent fails the commit.
    following.forEach(producer::send);
    producer.sendOffsetsToTransaction(batch.nextOffsets(), consumer.groupMetadata());
    producer.commitTransaction();
  }

  /** Ends a {@link #poll} in progress, or the next one. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    // An open transaction is undone by the broker at once: closing aborts it.
    producer.close(CLOSE_WITHIN);
    consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
  }
}
