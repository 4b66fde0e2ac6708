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
   * Relabels an image, moves it to another split, or both. Both bring one back that was withdrawn.
   *
   * @throws StreamsightException {@link Reason#IMAGE_UNKNOWN} when it never was in the data set, or
   *     was withdrawn and only one of both is given
   */
  Correction change(String dataset, String imageId, Place place) {
    SplitAssignment current = current(dataset, imageId);
    if (current.withdrawn() && !place.whole()) {
      throw new StreamsightException(
          Reason.IMAGE_UNKNOWN,
          "Image '%s' was withdrawn from data set '%s': split and label together bring it back"
              .formatted(imageId, dataset));
    }
    return write(dataset, imageId, place.orElse(current));
  }

  /**
   * Takes an image out of a data set; its bytes stay. Writes nothing where it was withdrawn before.
   *
   * @throws StreamsightException {@link Reason#IMAGE_UNKNOWN} when it never was in the data set
   */
  Correction withdraw(String dataset, String imageId) {
    return current(dataset, imageId).withdrawn()
        ? Correction.ofWithdrawn(dataset, imageId)
        : write(dataset, imageId, SplitAssignment.WITHDRAWN);
  }

  /** Its place, or its withdrawal. */
  private SplitAssignment current(String dataset, String imageId) {
    view.requireReady();
    Optional<SplitAssignment> place = view.assignment(dataset, imageId);
    if (place.filter(found -> !found.withdrawn()).isEmpty()) {
      // Another process may have placed it a moment ago.
      view.awaitEnd(timeout);
      place = view.assignment(dataset, imageId);
    }
    return place.orElseThrow(
        () ->
            new StreamsightException(
                Reason.IMAGE_UNKNOWN,
                "Image '%s' was never in data set '%s'".formatted(imageId, dataset)));
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
