package io.streamsight.contract.log;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record of {@code image-splits} says, whoever wrote it. */
public sealed interface AssignmentRecord {
  record Valid(SplitKey key, SplitAssignment assignment) implements AssignmentRecord {}

  record Malformed(Reason reason, String detail) implements AssignmentRecord {}

  static AssignmentRecord of(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Valid(
          SplitKey.ofKey(record.key()), Json.read(record.value(), SplitAssignment.class));
    } catch (StreamsightException e) {
      return new Malformed(e.reason(), e.getMessage());
    }
  }
}
