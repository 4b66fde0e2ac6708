package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What now counts of an image in a data set, and the record that says so.
 *
 * @param split null when it was withdrawn
 * @param label null when it was withdrawn
 * @param topic null, as partition and offset, where nothing had to be written: it was so before
 */
public record Correction(
    String dataset,
    String imageId,
    Split split,
    String label,
    boolean withdrawn,
    String topic,
    Integer partition,
    Long offset) {
  /** Of an image that was withdrawn before. */
  static Correction ofWithdrawn(String dataset, String imageId) {
    return new Correction(dataset, imageId, null, null, true, null, null, null);
  }

  static Correction of(
      String dataset, String imageId, SplitAssignment assignment, RecordMetadata at) {
    return new Correction(
        dataset,
        imageId,
        assignment.split(),
        assignment.label(),
        assignment.withdrawn(),
        at.topic(),
        at.partition(),
        at.offset());
  }
}
