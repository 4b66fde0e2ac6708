package io.streamsight.contract.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads one topic as a log: all partitions, no group, from the beginning to a given end, or single
 * records by offset. It ends on positions, never on having seen a last offset: compaction and
 * transaction markers leave gaps.
 *
 * <p>One thread at a time; only {@link #wakeup} may be called by another.
 */
public final class LogReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final int FETCH_WAIT_MS = 50;
  private static final BooleanSupplier GO_ON = () -> false;
  private static final TreeSet<Long> NONE = new TreeSet<>();

  /** Reading on over fewer unwanted records than this is cheaper than a fetch elsewhere. */
  private static final long SEEK_DISTANCE = 100;

  private final Map<String, Object> kafka;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * @param kafka connection settings ({@code bootstrap.servers}, security); the rest is set here
   * @throws TimeoutException when no broker answers
   */
  public LogReader(Map<String, Object> kafka, String topic) {
    this(kafka, topic, Map.of());
  }

  /**
   * As {@link #LogReader(Map, String)}, for callers that somebody waits for.
   *
   * @param answersWithin how long any question to the broker may take: topic, end, position
   */
  public LogReader(Map<String, Object> kafka, String topic, Duration answersWithin) {
    this(
        kafka,
        topic,
        Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answersWithin.toMillis(),
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) answersWithin.toMillis()));
  }

  private LogReader(Map<String, Object> connection, String topic, Map<String, Object> limits) {
    kafka = new HashMap<>(connection);
    kafka.putAll(limits);
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // At the end of a partition a fetch waits, and holds up the next one for the others.
    config.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * The topic's end as it is now, past records whose transaction is still open: reading to it waits
   * until their fate is known. The end that readers of committed records are told can lag behind
   * commits that others have seen already.
   */
  public Offsets end() {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (Admin admin = Admin.create(kafka)) {
      Map<Integer, Long> next = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, end) -> next.put(partition.partition(), end.offset()));
      return new Offsets(next);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Where this reader stands. */
  public Offsets position() {
    Map<Integer, Long> positions = new HashMap<>();
    partitions.forEach(p -> positions.put(p.partition(), consumer.position(p)));
    return new Offsets(positions);
  }

  /**
   * Hands over every record from where this reader stands up to {@code end}, in order within a
   * partition. Records at or beyond {@code end} are not handed over.
   */
  public void readTo(Offsets end, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    readTo(end, FOR_EVER, GO_ON, reader);
  }

  /**
   * As {@link #readTo(Offsets, Consumer)}, but gives up when it gets no further for as long as
   * {@code patience}: the broker is away, or a transaction before the end stays open.
   *
   * @throws TimeoutException when it gives up
   */
  public void readTo(
      Offsets end, Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    readTo(end, patience, GO_ON, reader);
  }

  /**
   * As {@link #readTo(Offsets, Duration, Consumer)}, for callers that may no longer want it.
   *
   * @param stop asked several times a second
   * @throws TimeoutException when it gives up
   * @throws CancellationException when it was stopped
   */
  public void readTo(
      Offsets end,
      Duration patience,
      BooleanSupplier stop,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    consumer.resume(partitions);
    long since = System.nanoTime();
    long least = Long.MAX_VALUE;
    while (true) {
      Collection<TopicPartition> done =
          partitions.stream().filter(p -> consumer.position(p) >= end.next(p.partition())).toList();
      if (done.size() == partitions.size()) {
        break;
      }
      long left = position().behind(end);
      if (left < least) {
        least = left;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > patience.toNanos()) {
        throw new TimeoutException(
            "%s got no further than %s of %s within %s"
                .formatted(partitions.get(0).topic(), position().next(), end.next(), patience));
      }
      requireGoingOn(stop);
      consumer.pause(done);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end.next(record.partition())) {
          reader.accept(record);
        }
      }
    }
    // A poll may have gone past the end: the next read starts right there.
    for (TopicPartition partition : partitions) {
      if (consumer.position(partition) > end.next(partition.partition())) {
        consumer.seek(partition, Math.max(end.next(partition.partition()), 0));
      }
    }
    consumer.resume(partitions);
  }

  /**
   * Waits at most {@code timeout} for more and hands it over.
   *
   * @return false when {@link #wakeup} ended the wait
   */
  public boolean poll(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try {
      consumer.poll(timeout).forEach(reader);
      return true;
    } catch (WakeupException e) {
      return false;
    }
  }

  /** Ends a {@link #poll} in progress, or the next one. */
  public void wakeup() {
    consumer.wakeup();
  }

  /** Reads on from there; partitions that are not named stay where they are. */
  public void seek(Offsets to) {
    for (TopicPartition partition : partitions) {
      Long offset = to.next().get(partition.partition());
      if (offset != null) {
        consumer.seek(partition, offset);
      }
    }
  }

  /** Reads everything again. */
  public void seekToBeginning() {
    consumer.seekToBeginning(partitions);
  }

  /** The record at exactly this offset; empty when compaction or retention took it. */
  public Optional<ConsumerRecord<byte[], byte[]>> at(int partition, long offset) {
    return at(partition, offset, FOR_EVER, GO_ON);
  }

  /**
   * As {@link #at(int, long)}, for callers that may no longer want it.
   *
   * @param patience how long nothing may come
   * @param stop asked several times a second
   * @throws TimeoutException when nothing came
   * @throws CancellationException when it was stopped
   */
  public Optional<ConsumerRecord<byte[], byte[]>> at(
      int partition, long offset, Duration patience, BooleanSupplier stop) {
    TopicPartition wanted =
        partitions.stream().filter(p -> p.partition() == partition).findFirst().orElse(null);
    if (wanted == null || offset < 0) {
      return Optional.empty();
    }
    long begin = consumer.beginningOffsets(List.of(wanted)).get(wanted);
    long end = consumer.endOffsets(List.of(wanted)).get(wanted);
    if (offset < begin || offset >= end) {
      return Optional.empty();
    }
    consumer.pause(partitions);
    consumer.resume(List.of(wanted));
    consumer.seek(wanted, offset);
    long since = System.nanoTime();
    while (consumer.position(wanted) <= offset) {
      requireGoingOn(stop);
      requirePatience(since, patience);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(wanted)) {
        if (record.offset() >= offset) {
          return record.offset() == offset ? Optional.of(record) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Hands over the records at the given offsets. Those that compaction took are passed over.
   *
   * @param wanted offsets by partition
   * @param patience how long nothing may come
   * @param stop asked several times a second
   * @throws TimeoutException when nothing came
   * @throws CancellationException when it was stopped
   */
  public void readAt(
      Map<Integer, TreeSet<Long>> wanted,
      Duration patience,
      BooleanSupplier stop,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, TreeSet<Long>> left = within(wanted);
    consumer.pause(partitions);
    consumer.resume(left.keySet());
    left.forEach((partition, offsets) -> consumer.seek(partition, offsets.first()));
    long since = System.nanoTime();
    long stood = 0;
    while (!left.isEmpty()) {
      requireGoingOn(stop);
      long stands = left.keySet().stream().mapToLong(consumer::position).sum() + left.size();
      if (stands != stood) {
        stood = stands;
        since = System.nanoTime();
      }
      requirePatience(since, patience);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TreeSet<Long> offsets = left.get(new TopicPartition(record.topic(), record.partition()));
        if (offsets != null && offsets.contains(record.offset())) {
          reader.accept(record);
        }
      }
      left.entrySet().removeIf(entry -> goOn(entry.getKey(), entry.getValue()));
    }
    consumer.resume(partitions);
  }

  private static void requireGoingOn(BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new CancellationException("Stopped while reading the log");
    }
  }

  private void requirePatience(long since, Duration patience) {
    if (System.nanoTime() - since > patience.toNanos()) {
      throw new TimeoutException(
          "%s: nothing came within %s".formatted(partitions.get(0).topic(), patience));
    }
  }

  /** The wanted offsets that the topic can have. */
  private Map<TopicPartition, TreeSet<Long>> within(Map<Integer, TreeSet<Long>> wanted) {
    Map<TopicPartition, TreeSet<Long>> within = new HashMap<>();
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              TreeSet<Long> offsets = wanted.getOrDefault(partition.partition(), NONE);
              TreeSet<Long> there = new TreeSet<>(offsets.subSet(0L, end));
              if (!there.isEmpty()) {
                within.put(partition, there);
              }
            });
    return within;
  }

  /**
   * @return whether the partition is done
   */
  private boolean goOn(TopicPartition partition, TreeSet<Long> offsets) {
    long position = consumer.position(partition);
    offsets.headSet(position).clear();
    if (offsets.isEmpty()) {
      consumer.pause(List.of(partition));
      return true;
    }
    if (offsets.first() - position > SEEK_DISTANCE) {
      consumer.seek(partition, offsets.first());
    }
    return false;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
