package io.streamsight.inference.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a member has come in its partitions, and how much of that is committed. */
final class Position {
  private final Consumer<byte[], byte[]> consumer;
  private final Window window;
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  Position(Consumer<byte[], byte[]> consumer, Window window) {
    this.consumer = consumer;
    this.window = window;
  }

  /** What could be committed and is not: the next offset by partition. */
  Map<TopicPartition, OffsetAndMetadata> due() {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      // With nothing in the window also past markers of transactions, which are no records.
      long next = window.first(partition).orElseGet(() -> consumer.position(partition));
      if (!Long.valueOf(next).equals(committed.get(partition))) {
        due.put(partition, new OffsetAndMetadata(next));
      }
    }
    return due;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }
}
