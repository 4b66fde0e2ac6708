package io.streamsight.inference.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** Requests that found no model, until each has its answer. */
    final Set<Request> modelless = new HashSet<>();

    Request first() {
      return sent.isEmpty() ? waiting.peek() : sent.peek();
    }
  }

  private static final int BUSY_PART = 4;
  private static final int GATHERED_PART = 8;

  private final int maxRecords;
  private final long maxBytes;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final List<Request> parked = new ArrayList<>();
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

  synchronized void answered(Request request, Reply reply) {
    if (!request.dropped()) {
      request.reply(reply);
      lanes.get(request.partition()).modelless.remove(request);
      working--;
      answered++;
      changed();
    }
  }

  /** The service stops before there is an answer; another member will give it. */
  synchronized void left(Request request) {
    if (!request.dropped()) {
      request.drop();
      working--;
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
    if (isWorthATurn()) {
      notifyAll();
    }
  }

  /** A turn, and a request to the broker, cost as much for one answer as for several. */
  synchronized boolean isWorthATurn() {
    return failure != null || news && (!isBusy() || answered > maxRecords / GATHERED_PART);
  }

  /** Its model is not there yet; its partition can't go on before it is. */
  synchronized void park(Request request) {
    if (!request.dropped()) {
      parked.add(request);
      lanes.get(request.partition()).modelless.add(request);
      changed();
    }
  }

  /** Those that found no model, to be tried again. */
  synchronized List<Request> unpark() {
    List<Request> again = List.copyOf(parked);
    parked.clear();
    return again;
  }

  /** Partitions that wait for a model: more of them would only fill the window. */
  synchronized Set<TopicPartition> parkedPartitions() {
    return lanes.entrySet().stream()
        .filter(lane -> !lane.getValue().modelless.isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** How many requests wait for a model. */
  synchronized int parked() {
    return lanes.values().stream().mapToInt(lane -> lane.modelless.size()).sum();
  }

  /** Why a request has no answer; null as long as all get theirs. */
  synchronized Throwable failure() {
    return failure;
  }

  /**
   * Waits until an answer has come since the last call, several when it is {@link #isBusy busy}; at
   * most so long.
   */
  synchronized void await(long milliseconds) throws InterruptedException {
    if (!isWorthATurn()) {
      wait(milliseconds);
    }
    news = false;
  }

  /** The answered ones whose turn it is; from now on they count as sent. */
  synchronized List<Request> take() {
    List<Request> taken = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      while (!lane.waiting.isEmpty() && lane.waiting.peek().reply() != null) {
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
          if (request.reply() != null) {
            answered--;
          } else if (!request.dropped()) {
            working--;
          }
          request.drop();
        }
      }
    }
    parked.removeIf(Request::dropped);
  }

  synchronized void dropAll() {
    drop(List.copyOf(lanes.keySet()));
  }

  /** Partitions that wait for a model take no room from the others, but for their bytes. */
  synchronized boolean hasRoom() {
    int held =
        parkedPartitions().stream()
            .map(lanes::get)
            .mapToInt(lane -> lane.sent.size() + lane.waiting.size())
            .sum();
    return records - held < maxRecords && bytes < maxBytes;
  }

  /** Whoever comes now waits for others anyway. */
  synchronized boolean isBusy() {
    return working() > maxRecords / BUSY_PART;
  }

  /** Nothing polled is left to be done. */
  synchronized boolean isEmpty() {
    return records == 0;
  }

  /** How many are being answered. */
  synchronized int working() {
    return working - parked.size();
  }

  /** How many have an answer that was not taken yet. */
  synchronized int answered() {
    return answered;
  }
}
