package io.streamsight.inference.stream;

import io.streamsight.inference.classify.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The requests of one session, in the order of their partitions: in work, answered, sent. Answers
 * come in any order; they leave in the order of their partition, and an offset counts as done when
 * all before it are. Thread-safe.
 */
final class Window {
  /** Of one partition: first those that were sent, then the others. */
  private static final class Lane {
    final Deque<Request> sent = new ArrayDeque<>();
    final Deque<Request> waiting = new ArrayDeque<>();

    Request first() {
      return sent.isEmpty() ? waiting.peek() : sent.peek();
    }
  }

  private final int maxRecords;
  private final long maxBytes;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private int records;
  private long bytes;
  private int working;
  private int answered;
  private boolean news;
  private Throwable failure;

  /**
   * @param maxBytes of encoded images; a single larger one passes too
   */
  Window(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  synchronized Request add(ConsumerRecord<byte[], byte[]> record) {
    Request request = new Request(record);
    lanes.computeIfAbsent(request.partition(), partition -> new Lane()).waiting.add(request);
    records++;
    bytes += request.bytes();
    working++;
    return request;
  }

  synchronized void answered(Request request, Answer answer) {
    if (!request.dropped()) {
      request.answer(answer);
      working--;
      answered++;
      changed();
    }
  }

  /** There is no answer, and there will be none: a fault of ours. */
  synchronized void failed(Request request, Throwable cause) {
    if (!request.dropped()) {
      failure = cause;
      changed();
    }
  }

  private void changed() {
    news = true;
    notifyAll();
  }

  /** Why a request has no answer; null as long as all get theirs. */
  synchronized Throwable failure() {
    return failure;
  }

  /** Waits until an answer has come since the last call, at most so long. */
  synchronized void await(long milliseconds) throws InterruptedException {
    if (!news) {
      wait(milliseconds);
    }
    news = false;
  }

  /** The answered ones whose turn it is; from now on they count as sent. */
  synchronized List<Request> take() {
    List<Request> taken = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      while (!lane.waiting.isEmpty() && lane.waiting.peek().answer() != null) {
        Request request = lane.waiting.poll();
        lane.sent.add(request);
        taken.add(request);
        answered--;
      }
    }
    return taken;
  }

  /** The answer is on the log. */
  synchronized void written(Request request) {
    request.write();
    Lane lane = lanes.get(request.partition());
    while (lane != null && !lane.sent.isEmpty() && lane.sent.peek().written()) {
      remove(lane.sent.poll());
      changed();
    }
  }

  private void remove(Request request) {
    records--;
    bytes -= request.bytes();
  }

  /** The first offset of a partition that is not done; empty when all of the window's are. */
  synchronized OptionalLong first(TopicPartition partition) {
    Lane lane = lanes.get(partition);
    Request first = lane == null ? null : lane.first();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.record().offset());
  }

  /** Forgets what is another member's now: what comes of it is no longer looked at. */
  synchronized void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Lane lane = lanes.remove(partition);
      if (lane != null) {
        lane.sent.forEach(this::remove);
        for (Request request : lane.waiting) {
          remove(request);
          request.drop();
          if (request.answer() == null) {
            working--;
          } else {
            answered--;
          }
        }
      }
    }
  }

  synchronized void dropAll() {
    drop(List.copyOf(lanes.keySet()));
  }

  synchronized boolean hasRoom() {
    return records < maxRecords && bytes < maxBytes;
  }

  /** Nothing polled is left to be done. */
  synchronized boolean isEmpty() {
    return records == 0;
  }

  /** How many have no answer yet. */
  synchronized int working() {
    return working;
  }

  /** How many have an answer that was not taken yet. */
  synchronized int answered() {
    return answered;
  }
}
