package io.streamsight.inference.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes answers, dead letters and the group's position in one transaction: a reader of committed
 * records sees each answer once, whatever was killed meanwhile. The group's generation fences a
 * member that was expelled and does not know it.
 */
final class ExactlyOnce implements Delivery {
  /**
   * A transaction costs the broker as much for one answer as for many. While others are in work,
   * answers wait for company so long at most; the last one does not wait.
   */
  private static final long GATHER_NANOS = Duration.ofMillis(20).toNanos();

  /** Markers of other producers' transactions are passed while nothing comes. */
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Window window;
  private final Position position;
  private final Consumer<Request> delivered;
  private long committedAt = System.nanoTime();

  /**
   * @param connection with a producer whose transactions are initialised
   * @param delivered is told of each once it is committed
   */
  ExactlyOnce(StreamConnection connection, Window window, Consumer<Request> delivered) {
    consumer = connection.consumer();
    producer = connection.producer();
    this.window = window;
    this.delivered = delivered;
    position = new Position(consumer, window);
  }

  @Override
  public void advance() {
    long since = System.nanoTime() - committedAt;
    boolean gathered = window.working() == 0 || since > GATHER_NANOS;
    if (window.answered() > 0 && gathered || window.isEmpty() && since > IDLE_NANOS) {
      commit(window.take());
    }
  }

  @Override
  public void flush() {
    commit(window.take());
  }

  private void commit(List<Request> requests) {
    // Those that were sent are done in this transaction.
    requests.forEach(window::written);
    committedAt = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> due = position.due();
    if (due.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    // What can't be sent fails the commit.
    requests.forEach(request -> producer.send(request.reply().record()));
    producer.sendOffsetsToTransaction(due, consumer.groupMetadata());
    producer.commitTransaction();
    position.committed(due);
    requests.forEach(delivered);
  }

  /** An open transaction is undone by the broker when the producer closes. */
  @Override
  public void abandon() {
    // Nothing is half done.
  }
}
