package io.streamsight.inference.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One membership in the group: from joining it until something fails or the service stops. For one
 * thread.
 *
 * <p>Requests are worked on while the next are polled and answers are written. Partitions are given
 * up only when what they had in work is written and committed, so that a rebalance repeats nothing.
 */
final class StreamSession implements ConsumerRebalanceListener, AutoCloseable {
  /** How long the thread may not notice that the service stops, or that a model has come. */
  private static final Duration IDLE = Duration.ofMillis(100);

  /** A record that arrives while a worker may be free waits no longer than this for it. */
  private static final long LOOK_MS = 1;

  /** How long answers wait for company, while many requests wait for theirs. */
  private static final long GATHER_MS = 20;

  /** How long a model may be there before those that waited for it know. */
  private static final Duration PARKED = Duration.ofMillis(20);

  /** An image takes milliseconds; what takes longer waits for a model, and may do so elsewhere. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final StreamConnection connection;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BrokerContact contact;
  private final Delivery delivery;
  private final Window window;
  private final Consumer<Request> work;
  private final ObjLongConsumer<TopicPartition> expired;
  private Set<TopicPartition> held = Set.of();
  private long unparkedAt;
  private boolean closing;

  /**
   * @param work begins the work on a request and returns; its answer goes to the window
   * @param expired is told how many requests of a partition were deleted before anybody read them
   */
  StreamSession(
      StreamConnection connection,
      Delivery delivery,
      Window window,
      String topic,
      Consumer<Request> work,
      ObjLongConsumer<TopicPartition> expired) {
    this.connection = connection;
    consumer = connection.consumer();
    contact = new BrokerContact(consumer);
    this.delivery = delivery;
    this.window = window;
    this.work = work;
    this.expired = expired;
    consumer.subscribe(List.of(topic), this);
  }

  /**
   * Takes requests in, as far as there is room, and writes what is answered.
   *
   * @param serving whether a model is there; else the requests stay where they are
   * @throws IllegalStateException when a request can't get its answer: a fault of ours
   */
  void turn(boolean serving) throws InterruptedException {
    if (window.failure() != null) {
      throw new IllegalStateException("A request can't get its answer", window.failure());
    }
    boolean room = serving && window.hasRoom();
    hold(room ? window.parkedPartitions() : consumer.assignment());
    // All of them first: nothing that was polled may look done because it was not seen yet.
    List<Request> polled = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience())) {
      polled.add(window.add(record));
    }
    polled.forEach(work);
    if (window.working() > 0) {
      window.await(window.isBusy() ? GATHER_MS : room ? LOOK_MS : IDLE.toMillis());
    }
    if (System.nanoTime() - unparkedAt > PARKED.toNanos()) {
      unparkedAt = System.nanoTime();
      window.unpark().forEach(work);
    }
    delivery.advance();
  }

  private void hold(Set<TopicPartition> partitions) {
    held = partitions;
    consumer.resume(consumer.paused().stream().filter(p -> !held.contains(p)).toList());
    consumer.pause(held);
  }

  private Duration patience() {
    if (window.working() > 0) {
      return Duration.ZERO;
    }
    return window.parked() > 0 ? PARKED : IDLE;
  }

  /** Whether no broker answers; it goes on as soon as one does. */
  boolean outOfTouch() {
    return contact.lost();
  }

  /**
   * Shows that Kafka takes what is written, when nothing else does.
   *
   * @throws org.apache.kafka.common.KafkaException when it does not
   */
  void prove() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      long next = window.first(partition).orElseGet(() -> consumer.position(partition));
      positions.put(partition, new OffsetAndMetadata(next));
    }
    consumer.commitSync(positions);
  }

  /** Something failed: saves what can be saved. */
  void abandon() {
    delivery.abandon();
  }

  /** Ends what is in work, within limits, so that its offsets are committed. */
  void finish() throws InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (window.working() > 0 && window.failure() == null && System.nanoTime() < end) {
      window.await(LOOK_MS);
      delivery.advance();
    }
    delivery.flush();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // They begin where the group has committed; unless that is gone.
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, begin) -> {
              OffsetAndMetadata next = committed.get(partition);
              if (next != null && next.offset() < begin) {
                expired.accept(partition, begin - next.offset());
              }
            });
    if (!held.isEmpty()) {
      // As the others, until the next turn.
      consumer.pause(partitions);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    try {
      // At its end a session has finished already, or can't.
      if (!closing) {
        finish();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      window.drop(partitions);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    window.drop(partitions);
  }

  @Override
  public void close() {
    closing = true;
    window.dropAll();
    connection.close();
  }
}
