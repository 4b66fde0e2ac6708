package io.streamsight.contract.log;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic, as a rule from its beginning, on a thread of its own and hands every record to a
 * fold. A record that the fold refuses is logged and skipped: one bad record must not hide all
 * later ones.
 */
public final class LogTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MS = 1_000;

  /**
   * When records keep coming, one fetch each would cost more than they do. The first is folded at
   * once, its followers together, a moment that nobody sees later.
   */
  private static final long GATHER_MS = 20;

  private final Map<String, Object> kafka;
  private final String topic;
  private final Consumer<ConsumerRecord<byte[], byte[]>> fold;
  private final Thread thread;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Map<Integer, Long> folded = new HashMap<>();
  private boolean caughtUp;
  private boolean closed;
  private LogReader reader;

  /** Of the thread alone. */
  private boolean heard;

  /** Starts at once. */
  public LogTail(
      Map<String, Object> kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    this(kafka, topic, new Offsets(Map.of()), fold);
  }

  /**
   * Follows what comes from now on. Returns when it is settled where that is.
   *
   * @param answersWithin how long the broker may take for that
   * @throws KafkaException when it takes longer
   */
  public static LogTail fromEnd(
      Map<String, Object> kafka,
      String topic,
      Duration answersWithin,
      Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    try (LogReader now = new LogReader(kafka, topic, answersWithin)) {
      return new LogTail(kafka, topic, now.end(), fold);
    }
  }

  private LogTail(
      Map<String, Object> kafka,
      String topic,
      Offsets from,
      Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    folded.putAll(from.next());
    this.kafka = new HashMap<>(kafka);
    // It waits for what comes: long waits cost the broker less.
    this.kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
    this.topic = topic;
    this.fold = fold;
    thread = new Thread(this::run, "tail-" + topic);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      follow();
    } finally {
      ended.complete(null);
    }
  }

  private void follow() {
    while (!isClosed()) {
      try (LogReader connected = new LogReader(kafka, topic)) {
        connectedTo(connected);
        connected.seek(position());
        Offsets end = connected.end();
        while (!isClosed()) {
          heard = false;
          connected.poll(POLL, this::apply);
          advance(connected.position(), end);
          if (heard && caughtUp()) {
            pause(GATHER_MS);
          }
        }
      } catch (InterruptException e) {
        // Not a matter of the broker: somebody ends this thread.
        return;
      } catch (KafkaException e) {
        if (!isClosed()) {
          LOG.warn("Can't read {}: {}; trying again", topic, e.getMessage());
          pause(RETRY_MS);
        }
      }
    }
  }

  private synchronized void connectedTo(LogReader connected) {
    reader = connected;
  }

  private synchronized void pause(long milliseconds) {
    try {
      if (!closed) {
        wait(milliseconds);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    heard = true;
    try {
      fold.accept(record);
    } catch (RuntimeException e) {
      LOG.warn("Skipped {}-{}@{}: {}", topic, record.partition(), record.offset(), e.getMessage());
    }
    // Record by record: after a lost connection nothing is folded twice.
    synchronized (this) {
      folded.put(record.partition(), record.offset() + 1);
    }
  }

  private synchronized Offsets position() {
    return new Offsets(folded);
  }

  private synchronized void advance(Offsets to, Offsets end) {
    folded.putAll(to.next());
    caughtUp |= to.behind(end) == 0;
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Whether everything that was there at the start has been folded. */
  public synchronized boolean caughtUp() {
    return caughtUp;
  }

  /** Whether the thread still follows: it outlives lost connections, but not an error of ours. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** Completes when the thread follows no more: it was closed, or met an error of ours. */
  public CompletionStage<Void> ended() {
    return ended;
  }

  /**
   * Waits until everything that the topic holds now has been folded.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer, or no broker
   *     answers
   */
  public void awaitEnd(Duration timeout) {
    long since = System.nanoTime();
    try (LogReader now = new LogReader(kafka, topic, timeout)) {
      for (Map.Entry<Integer, Long> end : now.end().next().entrySet()) {
        Duration left = timeout.minusNanos(System.nanoTime() - since);
        await(end.getKey(), end.getValue() - 1, left);
      }
    } catch (KafkaException | TimeoutException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "%s was not read to its end within %s: %s".formatted(topic, timeout, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while reading " + topic, e);
    }
  }

  /**
   * Waits until the record at {@code offset} has been folded.
   *
   * @throws TimeoutException when that takes longer
   */
  public synchronized void await(int partition, long offset, Duration timeout)
      throws TimeoutException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (folded.getOrDefault(partition, 0L) <= offset) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new TimeoutException(
            "%s-%d@%d was not read back within %s".formatted(topic, partition, offset, timeout));
      }
      wait(left);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
      if (reader != null) {
        reader.wakeup();
      }
    }
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
