package io.streamsight.contract.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a topic from its beginning on a thread of its own and hands every record to a fold. A
 * record that the fold refuses is logged and skipped: one bad record must not hide all later ones.
 */
public final class LogTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MS = 1_000;

  private final Map<String, Object> kafka;
  private final String topic;
  private final Consumer<ConsumerRecord<byte[], byte[]>> fold;
  private final Thread thread;
  private Offsets position = new Offsets(Map.of());
  private boolean caughtUp;
  private boolean closed;
  private LogReader reader;

  /** Starts at once. */
  public LogTail(
      Map<String, Object> kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> fold) {
    this.kafka = new HashMap<>(kafka);
    // It waits for what comes: long waits cost the broker less.
    this.kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
    this.topic = topic;
    this.fold = fold;
    thread = new Thread(this::follow, "tail-" + topic);
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try (LogReader connected = connect()) {
      if (connected == null) {
        return;
      }
      Offsets endAtStart = connected.end();
      while (!isClosed()) {
        connected.poll(POLL, this::apply);
        advance(connected.position(), endAtStart);
      }
    } catch (RuntimeException | InterruptedException e) {
      if (!isClosed()) {
        LOG.error("Following {} ended: what follows from it is out of date from now on", topic, e);
      }
    }
  }

  private LogReader connect() throws InterruptedException {
    while (!isClosed()) {
      try {
        LogReader connected = new LogReader(kafka, topic);
        synchronized (this) {
          reader = connected;
        }
        return connected;
      } catch (KafkaException e) {
        LOG.warn("Can't read {} yet: {}", topic, e.getMessage());
        Thread.sleep(RETRY_MS);
      }
    }
    return null;
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      fold.accept(record);
    } catch (RuntimeException e) {
      LOG.warn("Skipped {}-{}@{}: {}", topic, record.partition(), record.offset(), e.getMessage());
    }
  }

  private synchronized void advance(Offsets to, Offsets endAtStart) {
    position = to;
    caughtUp |= to.behind(endAtStart) == 0;
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Whether everything that was there at the start has been folded. */
  public synchronized boolean caughtUp() {
    return caughtUp;
  }

  /** Whether the thread still follows; false after a failure that the log tells. */
  public boolean alive() {
    return thread.isAlive();
  }

  /**
   * Waits until the record at {@code offset} has been folded.
   *
   * @throws TimeoutException when that takes longer
   */
  public synchronized void await(int partition, long offset, Duration timeout)
      throws TimeoutException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (position.next(partition) <= offset) {
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
      if (reader != null) {
        reader.wakeup();
      }
    }
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
