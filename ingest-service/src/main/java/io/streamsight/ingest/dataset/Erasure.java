package io.streamsight.ingest.dataset;

import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * An image that was erased.
 *
 * @param indexed whether the index says so already; if not, it will when the indexer gets there
 * @param tombstones one in each partition that ever held the image, in all of them where the
 *     indexer is behind: compaction takes its bytes
 * @param withdrawals from each data set that had the image
 */
public record Erasure(
    String imageId, boolean indexed, List<Tombstone> tombstones, List<Correction> withdrawals) {
  /** Where a tombstone stands. */
  public record Tombstone(String topic, int partition, long offset) {
    static Tombstone at(RecordMetadata at) {
      return new Tombstone(at.topic(), at.partition(), at.offset());
    }
  }
}
