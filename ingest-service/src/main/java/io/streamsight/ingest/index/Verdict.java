package io.streamsight.ingest.index;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.ingest.image.Inspection;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/** What one record of {@code images} comes to. */
sealed interface Verdict {
  /**
   * A line of the index.
   *
   * @param reason of a refusal, whose bytes go to the dead letters; else null
   */
  record Entered(IndexRecord entry, Reason reason) implements Verdict {}

  /** No usable key, so no line of the index could name it: dead letter only. */
  record Nameless(Reason reason, String detail) implements Verdict {}

  /**
   * @param partitions of the record's topic
   */
  static Verdict of(
      ConsumerRecord<byte[], byte[]> record,
      int partitions,
      Function<byte[], Inspection> inspector) {
    try {
      ImageId.ofKey(record.key());
    } catch (StreamsightException e) {
      return new Nameless(e.reason(), e.getMessage());
    }
    int partition = record.partition();
    long offset = record.offset();
    boolean misplaced = partition != Utils.toPositive(Utils.murmur2(record.key())) % partitions;
    if (record.value() == null) {
      return new Entered(new IndexRecord.Erased(partition, offset, misplaced), null);
    }
    Inspection inspection = inspector.apply(record.value());
    if (inspection instanceof Inspection.Sound sound) {
      return new Entered(
          new IndexRecord.Indexed(
              sound.contentHash(),
              sound.encoded().length,
              sound.width(),
              sound.height(),
              sound.format(),
              partition,
              offset,
              misplaced),
          null);
    }
    Inspection.Broken broken = (Inspection.Broken) inspection;
    return new Entered(
        new IndexRecord.Refused(
            broken.reason().code(), broken.detail(), partition, offset, misplaced),
        broken.reason());
  }
}
