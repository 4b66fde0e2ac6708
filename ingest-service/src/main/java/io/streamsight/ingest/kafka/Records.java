package io.streamsight.ingest.kafka;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that this service publishes on others' behalf. */
@ApplicationScoped
public class Records {
  private static final String SOURCE = "/streamsight/ingest";

  private final String images;
  private final String splits;

  Records(InstallationConfig installation) {
    TopicSettings settings = installation.topicSettings();
    images = settings.name(Topic.IMAGES);
    splits = settings.name(Topic.IMAGE_SPLITS);
  }

  public ProducerRecord<byte[], byte[]> image(String imageId, ImageFormat format, byte[] encoded) {
    String contentType = "image/" + format.name().toLowerCase(Locale.ROOT);
    return Event.of(EventType.IMAGE, imageId, SOURCE, contentType, encoded).toRecord(images);
  }

  /** Erases the bytes of an image from the partition that its key gives. */
  public ProducerRecord<byte[], byte[]> tombstone(String imageId) {
    return new ProducerRecord<>(images, imageId.getBytes(StandardCharsets.UTF_8), null);
  }

  /** Erases the bytes of an image from one partition. */
  public ProducerRecord<byte[], byte[]> tombstone(String imageId, int partition) {
    return new ProducerRecord<>(images, partition, imageId.getBytes(StandardCharsets.UTF_8), null);
  }

  /**
   * An image's place in a data set, or its withdrawal.
   *
   * @param last the timestamp of what counts now: between partitions the later by time counts, and
   *     other producers have other clocks
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when the two names can't be a key
   */
  public ProducerRecord<byte[], byte[]> assignment(
      String dataset, String imageId, SplitAssignment assignment, OptionalLong last) {
    byte[] key = key(dataset, imageId);
    ProducerRecord<byte[], byte[]> record =
        Event.json(
                EventType.IMAGE_ASSIGNED,
                new String(key, StandardCharsets.UTF_8),
                SOURCE,
                assignment)
            .toRecord(splits);
    long time = Math.max(System.currentTimeMillis(), last.orElse(Long.MIN_VALUE) + 1);
    return new ProducerRecord<>(
        record.topic(), null, time, record.key(), record.value(), record.headers());
  }

  private static byte[] key(String dataset, String imageId) {
    try {
      byte[] key = new SplitKey(dataset, imageId).toKey();
      // As a reader would: together they may be too long.
      SplitKey.ofKey(key);
      return key;
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}
