package io.streamsight.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who asked, who was answered, how often, how right and how fast. Times are those of one monotonic
 * clock, in nanoseconds.
 */
final class Tally {
  private static final class Request {
    final String label;
    final long sentAt;
    String answer;
    long answeredAt;

    Request(String label, long sentAt) {
      this.label = label;
      this.sentAt = sentAt;
    }
  }

  private final Map<String, Request> requests = new HashMap<>();
  private final Map<String, String> deadLetters = new HashMap<>();
  private int answered;
  private int duplicates;

  /**
   * @param label the one it should get; null for an image that should be refused
   */
  void requested(String key, String label, long at) {
    requests.put(key, new Request(label, at));
  }

  /** Counts an answer to one of our requests; others' are ignored. */
  void answered(String key, String label, long at) {
    Request request = requests.get(key);
    if (request == null) {
      return;
    }
    if (request.answer != null) {
      duplicates++;
      return;
    }
    request.answer = label;
    request.answeredAt = at;
    answered++;
  }

  void deadLettered(String key, String reason) {
    if (requests.containsKey(key) && deadLetters.put(key, reason) != null) {
      duplicates++;
    }
  }

  /** Whether every request has an answer or a dead letter. */
  boolean complete() {
    return answered + deadLetters.size() >= requests.size();
  }

  int requests() {
    return requests.size();
  }

  int classified() {
    return answered;
  }

  int done() {
    return answered + deadLetters.size();
  }

  /** Second and further answers and dead letters to one request. */
  int duplicates() {
    return duplicates;
  }

  /** Reason by key. */
  Map<String, String> deadLetters() {
    return Collections.unmodifiableMap(deadLetters);
  }

  /** Why the request that has no label was refused; null if it has no dead letter. */
  String brokenReason() {
    return requests.entrySet().stream()
        .filter(request -> request.getValue().label == null)
        .map(request -> deadLetters.get(request.getKey()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Answers that name the right label. */
  int right() {
    return (int)
        requests.values().stream()
            .filter(r -> r.answer != null && r.answer.equals(r.label))
            .count();
  }

  /** Answers a second, from the first request to the last answer; 0 without answers. */
  double perSecond() {
    long first = requests.values().stream().mapToLong(r -> r.sentAt).min().orElse(0);
    long last =
        requests.values().stream()
            .filter(r -> r.answer != null)
            .mapToLong(r -> r.answeredAt)
            .max()
            .orElse(first);
    return last == first ? 0 : answered * 1e9 / (last - first);
  }

  /**
   * The time from request to answer that a share of the answers is within: nearest rank.
   *
   * @param share above 0, at most 1: 0.99 for p99
   */
  Duration latency(double share) {
    List<Long> times = new ArrayList<>();
    for (Request request : requests.values()) {
      if (request.answer != null) {
        times.add(request.answeredAt - request.sentAt);
      }
    }
    if (times.isEmpty()) {
      return Duration.ZERO;
    }
    times.sort(null);
    int rank = (int) Math.ceil(share * times.size());
    return Duration.ofNanos(times.get(Math.max(rank, 1) - 1));
  }
}
