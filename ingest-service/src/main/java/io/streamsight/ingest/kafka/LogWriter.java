package io.streamsight.ingest.kafka;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends records that all replicas in sync have, or fails within a stated time. Records of one key
 * that are sent one after the other stay in that order.
 */
public final class LogWriter implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Duration closeWithin;

  /** What a writer is to do first when it has something to send. */
  enum Pace {
    /** Send it: somebody waits for this one record. */
    AT_ONCE(0, 16 << 10),
    /**
     * See whether more comes: a request for each image would cost the broker as much as its bytes.
     * 20 ms are a dozen of images, and nothing to an import.
     */
    GATHER(20, 256 << 10);

    private final int lingerMs;
    private final int batchBytes;

    Pace(int lingerMs, int batchBytes) {
      this.lingerMs = lingerMs;
      this.batchBytes = batchBytes;
    }
  }

  /**
   * @param kafka connection settings; the rest is set here
   * @param deliveryTimeout after which a record that is not acknowledged has failed
   */
  LogWriter(
      Map<String, Object> kafka,
      String clientId,
      TopicSettings settings,
      Pace pace,
      Duration deliveryTimeout) {
    int timeout = Math.toIntExact(deliveryTimeout.toMillis());
    int largest = settings.maxDeadLetterBytes();
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Images don't compress.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.put(ProducerConfig.LINGER_MS_CONFIG, pace.lingerMs);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, pace.batchBytes);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * largest);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    closeWithin = deliveryTimeout;
  }

  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Completes when the record is acknowledged; fails with Kafka's exception. */
  public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            sent.complete(metadata);
          } else {
            sent.completeExceptionally(failure);
          }
        });
    return sent;
  }

  /**
   * How many partitions a topic has.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when no broker answers in time
   */
  public int partitions(String topic) {
    try {
      return producer.partitionsFor(topic).size();
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The partitions of %s can't be read: %s".formatted(topic, e), e);
    }
  }

  /**
   * Waits for what {@link #send} returned.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when it was not acknowledged
   */
  public static <T> T acknowledged(CompletableFuture<T> sent) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StreamsightException known ? known : unavailable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
  }

  /** What a failed {@link #send} comes to for the one who asked. */
  public static StreamsightException unavailable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return new StreamsightException(
        Reason.UNAVAILABLE, "The broker did not take the record: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    producer.close(closeWithin);
  }
}
