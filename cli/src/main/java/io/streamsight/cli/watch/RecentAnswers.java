package io.streamsight.cli.watch;

import io.streamsight.contract.classification.Classification;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/** The answers of the last seconds: how many a second, and how long they took. */
final class RecentAnswers {
  static final Duration SPAN = Duration.ofSeconds(10);

  private record Arrival(long nanos, Classification answer) {}

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final long began;

  /**
   * @param now from a clock of nanoseconds
   */
  RecentAnswers(long now) {
    began = now;
  }

  void add(long now, Classification answer) {
    arrivals.add(new Arrival(now, times(answer)));
    forget(now);
  }

  /** Without what may be large: scores of many labels, and maps. */
  private static Classification times(Classification answer) {
    return new Classification(
        null,
        null,
        null,
        null,
        0,
        null,
        answer.queueMs(),
        answer.decodeMs(),
        answer.computeMs(),
        null,
        null);
  }

  /** Answers a second; of less than the span, if the watch is younger. */
  double rate(long now) {
    forget(now);
    double seconds = Math.min(SPAN.toNanos(), Math.max(1, now - began)) / 1e9;
    return arrivals.size() / seconds;
  }

  /**
   * @param share 0.5 for the median
   * @return NaN when there are none
   */
  double percentile(double share, ToDoubleFunction<Classification> value) {
    double[] sorted = arrivals.stream().map(Arrival::answer).mapToDouble(value).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private void forget(long now) {
    while (!arrivals.isEmpty() && now - arrivals.peek().nanos() > SPAN.toNanos()) {
      arrivals.poll();
    }
  }
}
