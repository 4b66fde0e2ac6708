package io.streamsight.contract.log;

import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Json;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one record of {@code image-index} or {@code image-splits} changes.
 *
 * @param assigns whether it is of {@code image-splits}
 * @param reachedAt when its partition had come so far, ms: never earlier than of the record before
 * @param fold what the fold is told
 */
public record DatasetChange(
    boolean assigns,
    int partition,
    long offset,
    long reachedAt,
    String imageId,
    Consumer<DatasetFold> fold) {
  static DatasetChange assignment(
      ConsumerRecord<byte[], byte[]> record, long reachedAt, AssignmentRecord.Valid said) {
    int partition = record.partition();
    long timestamp = record.timestamp();
    return new DatasetChange(
        true,
        partition,
        record.offset(),
        reachedAt,
        said.key().imageId(),
        fold -> fold.assign(said.key(), said.assignment(), partition, timestamp));
  }

  static DatasetChange line(ConsumerRecord<byte[], byte[]> record, long reachedAt, String imageId) {
    IndexRecord line = Json.read(record.value(), IndexRecord.class);
    return new DatasetChange(
        false,
        record.partition(),
        record.offset(),
        reachedAt,
        imageId,
        fold -> fold.index(imageId, line));
  }
}
