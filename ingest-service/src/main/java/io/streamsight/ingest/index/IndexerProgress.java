package io.streamsight.ingest.index;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.CommittedOffsets;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** How far the indexer is, in whatever process it runs. */
@ApplicationScoped
public class IndexerProgress {
  private static final long PAUSE_MS = 250;

  private final Map<String, Object> kafka;
  private final String images;
  private final String group;

  IndexerProgress(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.kafka = kafka;
    TopicSettings settings = installation.topicSettings();
    images = settings.name(Topic.IMAGES);
    group = settings.prefix() + "indexer";
  }

  /**
   * Waits until everything that {@code images} holds now is in the index, or the caller no longer
   * wants to.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer, or no broker
   *     answers
   */
  public void awaitCaughtUp(Duration timeout, BooleanSupplier given) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (var reader = new LogReader(kafka, images);
        var admin = Admin.create(kafka)) {
      Offsets end = reader.end();
      long behind = CommittedOffsets.of(admin, group, images).behind(end);
      while (behind > 0 && !given.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new StreamsightException(
              Reason.UNAVAILABLE,
              "The indexer is still %d images behind after %s: does it run?"
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
