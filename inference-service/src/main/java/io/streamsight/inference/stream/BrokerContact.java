package io.streamsight.inference.stream;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Whether any broker answers a consumer. The consumer itself tells nobody: it tries to connect
 * again and again. For one thread.
 */
final class BrokerContact {
  /** A member hears from its broker every three seconds; a restart is mostly shorter. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Consumer<?, ?> consumer;
  private double answers;
  private long heardAt = System.nanoTime();
  private long lookedAt = heardAt;
  private boolean lost;

  BrokerContact(Consumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /** True from half a minute without answer and connection on, until the next answer. */
  boolean lost() {
    long now = System.nanoTime();
    if (now - lookedAt > LOOK.toNanos()) {
      lookedAt = now;
      double heard = metric("response-total");
      if (heard != answers) {
        answers = heard;
        heardAt = now;
        lost = false;
      } else if (now - heardAt > SILENCE.toNanos()) {
        // Who is connected may have to wait: a rebalance takes as long as its slowest member.
        lost |= metric("connection-count") == 0;
      }
    }
    return lost;
  }

  private double metric(String name) {
    return consumer.metrics().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .filter(e -> e.getKey().group().equals("consumer-metrics"))
        .map(e -> e.getValue().metricValue())
        .mapToDouble(value -> ((Number) value).doubleValue())
        .sum();
  }
}
