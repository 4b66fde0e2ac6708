package io.streamsight.contract.log;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** How far a consumer group has come in a topic: what it commits, it has dealt with. */
public final class CommittedOffsets {
  private CommittedOffsets() {}

  /**
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the group can't be described
   */
  public static Offsets of(Admin admin, String group, String topic) throws InterruptedException {
    try {
      Map<Integer, Long> committed = new HashMap<>();
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                if (partition.topic().equals(topic) && offset != null) {
                  committed.put(partition.partition(), offset.offset());
                }
              });
      return new Offsets(committed);
    } catch (ExecutionException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "The offsets of group %s can't be read: %s".formatted(group, e.getCause()),
          e);
    }
  }
}
