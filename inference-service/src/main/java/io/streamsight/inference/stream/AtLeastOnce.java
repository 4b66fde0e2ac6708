package io.streamsight.inference.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Sends each answer as soon as its turn has come, and commits every second what the broker has
 * acknowledged. After a kill, what was answered since is answered again.
 */
final class AtLeastOnce implements Delivery {
  private static final Logger LOG = Logger.getLogger(AtLeastOnce.class);
  private static final Duration ABANDON_WITHIN = Duration.ofSeconds(2);
  private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Window window;
  private final Position position;
  private final Consumer<Request> delivered;
  private volatile Exception failure;
  private long committedAt = System.nanoTime();

  /**
   * @param delivered is told of each once it is on the log, on the producer's thread
   */
  AtLeastOnce(StreamConnection connection, Window window, Consumer<Request> delivered) {
    consumer = connection.consumer();
    producer = connection.producer();
    this.window = window;
    this.delivered = delivered;
    position = new Position(consumer, window);
  }

  @Override
  public void advance() {
    send(window.take());
    if (System.nanoTime() - committedAt > COMMIT_NANOS) {
      committedAt = System.nanoTime();
      Map<TopicPartition, OffsetAndMetadata> due = position.due();
      if (!due.isEmpty()) {
        consumer.commitAsync(
            due,
            (offsets, error) -> {
              // One that fails is made up for by the next, a second later.
              if (error == null) {
                position.committed(offsets);
              }
            });
      }
    }
  }

  private void send(List<Request> requests) {
    for (Request request : requests) {
      producer.send(
          request.reply().record(),
          (metadata, error) -> {
            if (error == null) {
              delivered.accept(request);
              window.written(request);
            } else {
              failure = error;
            }
          });
      requireNoFailure();
    }
    requireNoFailure();
  }

  private void requireNoFailure() {
    if (failure != null) {
      throw new KafkaException("An answer was not written", failure);
    }
  }

  @Override
  public void flush() {
    send(window.take());
    producer.flush();
    send(List.of());
    Map<TopicPartition, OffsetAndMetadata> due = position.due();
    consumer.commitSync(due);
    position.committed(due);
  }

  /** What was acknowledged need not be answered again, whatever else failed. */
  @Override
  public void abandon() {
    try {
      consumer.commitSync(position.dueAsFarAsKnown(), ABANDON_WITHIN);
    } catch (KafkaException e) {
      LOG.debugf("Nothing more could be committed: %s", e.getMessage());
    }
  }
}
