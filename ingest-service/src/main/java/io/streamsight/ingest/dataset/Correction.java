package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What now counts of an image in a data set, and the record that says so.
 *
 * @param split null when it was withdrawn
 * @param label null when it was withdrawn
 */
public record Correction(
    String dataset,
    String imageId,
    Split split,
    String label,
    boolean withdrawn,
    String topic,
    int partition,
    long offset) {
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
