package io.streamsight.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.ingest.dataset.DatasetView;
import io.streamsight.ingest.image.ImageInspector;
import io.streamsight.ingest.image.Inspection;
import io.streamsight.ingest.kafka.LogWriter;
import io.streamsight.ingest.kafka.Records;
import io.streamsight.ingest.publish.ImageResult.PlacementStatus;
import io.streamsight.ingest.publish.ImageResult.Position;
import io.streamsight.ingest.publish.ImageResult.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Checks an image, compares it with what is there, and puts what is new onto the log. */
@ApplicationScoped
public class Publisher {
  private final ImageInspector inspector;
  private final DatasetView view;
  private final Records records;
  private final MeterRegistry meters;
  private final String imagesTopic;
  private final RecentImages recent = new RecentImages();
  private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

  Publisher(
      ImageInspector inspector,
      DatasetView view,
      Records records,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.inspector = inspector;
    this.view = view;
    this.records = records;
    this.meters = meters;
    imagesTopic = installation.topicSettings().name(Topic.IMAGES);
  }

  /**
   * Decodes on the calling thread; the result comes when the broker has everything. It fails with a
   * {@link StreamsightException} of {@link Reason#UNAVAILABLE} when the broker did not take it in
   * time. A refusal is a result; of what is refused nothing is on the log.
   */
  public CompletableFuture<ImageResult> publish(Upload upload, LogWriter log) {
    try {
      ImageId.ofKey(upload.imageId().getBytes(StandardCharsets.UTF_8));
    } catch (StreamsightException e) {
      return refused(upload, e.reason(), e.getMessage());
    }
    Inspection inspection = inspect(upload);
    if (inspection instanceof Inspection.Broken broken) {
      return refused(upload, broken.reason(), broken.detail());
    }
    try {
      return publish(upload, (Inspection.Sound) inspection, log);
    } catch (StreamsightException e) {
      return refused(upload, e.reason(), e.getMessage());
    }
  }

  /** What the index holds under this id was decoded once: its hash will do. */
  private Inspection inspect(Upload upload) {
    if (upload.maxSide() != null) {
      return inspector.inspectShrunk(upload.encoded(), upload.maxSide());
    }
    String contentHash = Sha256.of(upload.encoded());
    return view.image(upload.imageId()).orElse(null) instanceof IndexRecord.Indexed image
            && image.contentHash().equals(contentHash)
        ? new Inspection.Sound(
            upload.encoded(), contentHash, image.width(), image.height(), image.format())
        : inspector.inspect(upload.encoded(), contentHash);
  }

  private CompletableFuture<ImageResult> publish(
      Upload upload, Inspection.Sound image, LogWriter log) {
    SplitAssignment wanted =
        upload.dataset() == null ? null : upload.placement().apply(fileHash(upload, image));
    SplitAssignment now =
        wanted == null ? null : view.assignment(upload.dataset(), upload.imageId()).orElse(null);
    PlacementStatus placement = wanted == null ? null : placement(upload, wanted, now);
    // Made before anything is sent: the names together may be too long for a key.
    ProducerRecord<byte[], byte[]> assignment =
        placement == PlacementStatus.ASSIGNED
            ? records.assignment(
                upload.dataset(),
                upload.imageId(),
                wanted,
                view.assignedAt(upload.dataset(), upload.imageId()))
            : null;
    synchronized (lock(upload.imageId())) {
      CompletableFuture<Position> there = known(upload, image.contentHash());
      ImageResult result =
          ImageResult.accepted(
              upload,
              there == null ? Status.PUBLISHED : Status.UNCHANGED,
              image.contentHash(),
              placement,
              wanted,
              now);
      if (upload.dryRun()) {
        return CompletableFuture.completedFuture(result);
      }
      if (there == null) {
        there = send(upload.imageId(), image, log);
      }
      // Without its image a place is worth nothing, and would wait for the broker as long again.
      CompletableFuture<?> assigned =
          assignment == null || there.isCompletedExceptionally()
              ? CompletableFuture.completedFuture(null)
              : log.send(assignment);
      return there
          .thenCombine(assigned, (position, done) -> result.at(position))
          .exceptionallyCompose(e -> CompletableFuture.failedFuture(LogWriter.unavailable(e)));
    }
  }

  /** Two requests may bring an image at once: one at a time compares and sends. */
  private Object lock(String imageId) {
    return locks[Math.floorMod(imageId.hashCode(), locks.length)];
  }

  /** Of the file as it came: shrunk or not, an image goes into the same split. */
  private static String fileHash(Upload upload, Inspection.Sound image) {
    return upload.maxSide() == null ? image.contentHash() : Sha256.of(upload.encoded());
  }

  private static PlacementStatus placement(
      Upload upload, SplitAssignment wanted, SplitAssignment now) {
    if (wanted.equals(now)) {
      return PlacementStatus.UNCHANGED;
    }
    return now == null || upload.replace() ? PlacementStatus.ASSIGNED : PlacementStatus.KEPT;
  }

  /**
   * Where the log has just these bytes under this id; null when they are to be published.
   *
   * @throws StreamsightException when something else is there that must not be replaced
   */
  private CompletableFuture<Position> known(Upload upload, String contentHash) {
    Optional<IndexRecord> indexed = view.image(upload.imageId());
    Optional<RecentImages.Sent> sent =
        recent.get(upload.imageId(), view.positions(upload.imageId()));
    if (sent.isPresent()) {
      if (sent.get().contentHash().equals(contentHash)) {
        return sent.get().at().thenApply(Publisher::position);
      }
      requireReplace(upload, Reason.IMAGE_EXISTS, sent.get().contentHash());
    } else if (indexed.orElse(null) instanceof IndexRecord.Indexed image) {
      if (image.contentHash().equals(contentHash)) {
        return CompletableFuture.completedFuture(
            new Position(imagesTopic, image.partition(), image.offset()));
      }
      requireReplace(upload, Reason.IMAGE_EXISTS, image.contentHash());
    } else if (indexed.orElse(null) instanceof IndexRecord.Erased) {
      requireReplace(upload, Reason.IMAGE_ERASED, null);
    }
    return null;
  }

  private static void requireReplace(Upload upload, Reason reason, String otherHash) {
    if (!upload.replace()) {
      throw new StreamsightException(
          reason,
          otherHash == null
              ? "Image '%s' was erased".formatted(upload.imageId())
              : "Image '%s' has other bytes, of SHA-256 %s".formatted(upload.imageId(), otherHash));
    }
  }

  private CompletableFuture<Position> send(String imageId, Inspection.Sound image, LogWriter log) {
    CompletableFuture<RecordMetadata> at =
        log.send(records.image(imageId, image.format(), image.encoded()));
    recent.put(imageId, new RecentImages.Sent(image.contentHash(), at));
    return at.thenApply(
        metadata -> {
          meters.counter("streamsight.images.published").increment();
          return position(metadata);
        });
  }

  private static Position position(RecordMetadata at) {
    return new Position(at.topic(), at.partition(), at.offset());
  }

  private CompletableFuture<ImageResult> refused(Upload upload, Reason reason, String detail) {
    meters
        .counter("streamsight.images.refused", "reason", reason.code(), "by", "publisher")
        .increment();
    return CompletableFuture.completedFuture(
        ImageResult.refused(upload.path(), upload.imageId(), reason, detail));
  }
}
