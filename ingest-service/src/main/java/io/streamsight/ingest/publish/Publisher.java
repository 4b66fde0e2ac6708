package io.streamsight.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.image.ImageInspector;
import io.streamsight.ingest.image.Inspection;
import io.streamsight.ingest.kafka.LogWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Checks an image and puts it, and where it belongs, onto the log. */
@ApplicationScoped
public class Publisher {
  private static final String SOURCE = "/streamsight/ingest";

  /** Where an image belongs, checked. */
  public record Placement(String dataset, SplitAssignment assignment) {}

  private final ImageInspector inspector;
  private final LogWriter log;
  private final MeterRegistry meters;
  private final String imagesTopic;
  private final String splitsTopic;

  /** A decode takes a core and up to 240 MB: more at once than cores gains nothing. */
  private final Semaphore decodes = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  Publisher(
      ImageInspector inspector,
      @Identifier("publisher") LogWriter log,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.inspector = inspector;
    this.log = log;
    this.meters = meters;
    TopicSettings settings = installation.topicSettings();
    imagesTopic = settings.name(Topic.IMAGES);
    splitsTopic = settings.name(Topic.IMAGE_SPLITS);
  }

  /**
   * Returns when the broker has everything.
   *
   * @throws StreamsightException with the reason why the image or its id is refused, or {@link
   *     io.streamsight.contract.Reason#UNAVAILABLE} when the broker did not take it in time; what
   *     was refused is not on the log
   */
  public Published publish(String imageId, byte[] encoded, Optional<Placement> placement) {
    byte[] key = imageId.getBytes(StandardCharsets.UTF_8);
    ImageId.ofKey(key);
    Optional<ProducerRecord<byte[], byte[]>> assignment = placement.map(p -> record(imageId, p));
    Inspection.Sound image = inspect(encoded);
    String contentType = "image/" + image.format().name().toLowerCase(Locale.ROOT);
    CompletableFuture<RecordMetadata> sent =
        log.send(
            Event.of(EventType.IMAGE, imageId, SOURCE, contentType, encoded).toRecord(imagesTopic));
    Optional<CompletableFuture<RecordMetadata>> assigned = assignment.map(log::send);
    RecordMetadata at = LogWriter.acknowledged(sent);
    assigned.ifPresent(LogWriter::acknowledged);
    meters.counter("streamsight.images.published").increment();
    return new Published(imageId, image.contentHash(), at.topic(), at.partition(), at.offset());
  }

  private ProducerRecord<byte[], byte[]> record(String imageId, Placement placement) {
    byte[] key = new SplitKey(placement.dataset(), imageId).toKey();
    // As a reader would: together they may be too long.
    SplitKey.ofKey(key);
    return Event.json(
            EventType.IMAGE_ASSIGNED,
            new String(key, StandardCharsets.UTF_8),
            SOURCE,
            placement.assignment())
        .toRecord(splitsTopic);
  }

  private Inspection.Sound inspect(byte[] encoded) {
    decodes.acquireUninterruptibly();
    try {
      Inspection inspection = inspector.inspect(encoded);
      if (inspection instanceof Inspection.Broken broken) {
        meters
            .counter(
                "streamsight.images.refused", "reason", broken.reason().code(), "by", "publisher")
            .increment();
        throw new StreamsightException(broken.reason(), broken.detail());
      }
      return (Inspection.Sound) inspection;
    } finally {
      decodes.release();
    }
  }
}
