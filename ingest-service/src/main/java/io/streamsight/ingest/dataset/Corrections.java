package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.ingest.IngestConfig;
import io.streamsight.ingest.kafka.LogWriter;
import io.streamsight.ingest.kafka.Records;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Changes images' places by appending to the log. Each returns when the broker has the record and
 * the view holds it. Of two changes at the same time the one that the log has later counts, whole.
 */
@ApplicationScoped
class Corrections {
  private final DatasetView view;
  private final Records records;
  private final LogWriter log;
  private final Duration timeout;

  Corrections(
      DatasetView view,
      Records records,
      @Identifier("publisher") LogWriter log,
      IngestConfig config) {
    this.view = view;
    this.records = records;
    this.log = log;
    this.timeout = config.deliveryTimeout();
  }

  /** Puts an image into a data set, whatever place it had. */
  Correction assign(String dataset, String imageId, Place place) {
    return write(dataset, imageId, place.orElse(null));
  }

  /**
   * Relabels an image, moves it to another split, or both.
   *
   * @throws StreamsightException {@link Reason#IMAGE_UNKNOWN} when it is not in the data set
   */
  Correction change(String dataset, String imageId, Place place) {
    return write(dataset, imageId, place.orElse(current(dataset, imageId)));
  }

  /**
   * Takes an image out of a data set; its bytes stay.
   *
   * @throws StreamsightException {@link Reason#IMAGE_UNKNOWN} when it is not in the data set
   */
  Correction withdraw(String dataset, String imageId) {
    current(dataset, imageId);
    return write(dataset, imageId, SplitAssignment.WITHDRAWN);
  }

  private SplitAssignment current(String dataset, String imageId) {
    view.requireReady();
    Optional<SplitAssignment> place = assigned(dataset, imageId);
    if (place.isEmpty()) {
      // Another process may have placed it a moment ago.
      view.awaitEnd(timeout);
      place = assigned(dataset, imageId);
    }
    return place.orElseThrow(
        () ->
            new StreamsightException(
                Reason.IMAGE_UNKNOWN,
                "Image '%s' is not in data set '%s'".formatted(imageId, dataset)));
  }

  private Optional<SplitAssignment> assigned(String dataset, String imageId) {
    return view.assignment(dataset, imageId).filter(place -> !place.withdrawn());
  }

  private Correction write(String dataset, String imageId, SplitAssignment assignment) {
    view.requireReady();
    RecordMetadata at = LogWriter.acknowledged(send(dataset, imageId, assignment));
    view.awaitAssigned(at, timeout);
    return Correction.of(dataset, imageId, assignment, at);
  }

  /** Without waiting for the broker. */
  CompletableFuture<RecordMetadata> send(
      String dataset, String imageId, SplitAssignment assignment) {
    return log.send(
        records.assignment(dataset, imageId, assignment, view.assignedAt(dataset, imageId)));
  }
}
