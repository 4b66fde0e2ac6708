package io.streamsight.ingest.index;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.ingest.image.Inspection;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one record of {@code images} comes to. */
sealed interface Verdict {
  /** To be entered into the index: an image or an erasure. */
  record Accepted(String imageId, IndexRecord entry) implements Verdict {}

  /** No usable image: to be entered as refused, the bytes to the dead letters. */
  record Refused(String imageId, Reason reason, String detail) implements Verdict {}

  /** No usable key, so no line of the index could name it: dead letter only. */
  record Nameless(Reason reason, String detail) implements Verdict {}

  static Verdict of(ConsumerRecord<byte[], byte[]> record, Function<byte[], Inspection> inspector) {
    String imageId;
    try {
      imageId = ImageId.ofKey(record.key());
    } catch (StreamsightException e) {
      return new Nameless(e.reason(), e.getMessage());
    }
    if (record.value() == null) {
      return new Accepted(
          imageId, new IndexRecord.Erased(record.partition(), record.offset(), false));
    }
    Inspection inspection = inspector.apply(record.value());
    if (inspection instanceof Inspection.Sound sound) {
      return new Accepted(
          imageId,
          new IndexRecord.Indexed(
              sound.contentHash(),
              sound.bytes(),
              sound.width(),
              sound.height(),
              sound.format(),
              record.partition(),
              record.offset(),
              false));
    }
    Inspection.Broken broken = (Inspection.Broken) inspection;
    return new Refused(imageId, broken.reason(), broken.detail());
  }
}
