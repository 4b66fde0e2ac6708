package io.streamsight.inference.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** How far a member has come in its partitions, and how much of that is committed. */
final class Position {
  private final Consumer<byte[], byte[]> consumer;
  private final Window window;
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  Position(Consumer<byte[], byte[]> consumer, Window window) {
    this.consumer = consumer;
    this.window = window;
  }

  /**
   * What could be committed and is not: the next offset by partition.
   *
   * @throws TimeoutException when the broker does not tell where a new partition begins
   */
  Map<TopicPartition, OffsetAndMetadata> due() {
    return due(partition -> OptionalLong.of(consumer.position(partition)));
  }

  /** As {@link #due}, without asking the broker: partitions that would need it are left out. */
  Map<TopicPartition, OffsetAndMetadata> dueAsFarAsKnown() {
    return due(this::known);
  }

  private OptionalLong known(TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> due(
      Function<TopicPartition, OptionalLong> position) {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      // With nothing in the window also past markers of transactions, which are no records.
      OptionalLong first = window.first(partition);
      OptionalLong next = first.isPresent() ? first : position.apply(partition);
      if (next.isPresent() && !Long.valueOf(next.getAsLong()).equals(committed.get(partition))) {
        due.put(partition, new OffsetAndMetadata(next.getAsLong()));
      }
    }
    return due;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }
}
