package io.streamsight.contract.log;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** How far the indexer is, in whatever process it runs. */
public final class IndexerProgress {
  private static final long PAUSE_MS = 250;

  private final Map<String, Object> kafka;
  private final String images;
  private final String group;

  /**
   * @param kafka connection settings ({@code bootstrap.servers}, security)
   */
  public IndexerProgress(Map<String, Object> kafka, TopicSettings topics) {
    this.kafka = kafka;
    images = topics.name(Topic.IMAGES);
    group = group(topics);
  }

  /** The indexer's consumer group: what it commits of {@code images} is in the index. */
  public static String group(TopicSettings topics) {
    return topics.prefix() + "indexer";
  }

  /**
   * Waits until everything that {@code images} holds now is in the index, or it is stopped.
   *
   * @param stop asked several times a second
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer, or no broker
   *     answers
   */
  public void awaitCaughtUp(Duration timeout, BooleanSupplier stop) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (var reader = new LogReader(kafka, images);
        var admin = Admin.create(kafka)) {
      Offsets end = reader.end();
      long behind = CommittedOffsets.of(admin, group, images).behind(end);
      while (behind > 0 && !stop.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new StreamsightException(
              Reason.UNAVAILABLE,
              "The indexer has still not read %d of the images after %s: does an ingest service run?"
                  .formatted(behind, timeout));
        }
        Thread.sleep(PAUSE_MS);
        behind = CommittedOffsets.of(admin, group, images).behind(end);
      }
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The end of %s can't be read: %s".formatted(images, e), e);
    }
  }
}
