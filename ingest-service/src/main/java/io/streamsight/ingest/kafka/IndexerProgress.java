package io.streamsight.ingest.kafka;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** How far the indexers of all replicas are: their group commits what has its line in the index. */
@ApplicationScoped
public class IndexerProgress {
  private static final long PAUSE_MS = 100;

  private final Map<String, Object> kafka;
  private final String images;
  private final String group;

  IndexerProgress(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    TopicSettings settings = installation.topicSettings();
    this.kafka = kafka;
    images = settings.name(Topic.IMAGES);
    group = settings.prefix() + "indexer";
  }

  /**
   * Waits until everything that {@code images} holds now has its line in the index.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when that takes longer, or no broker
   *     answers
   */
  public void awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Admin admin = Admin.create(kafka)) {
      Offsets end = end();
      long behind = committed(admin).behind(end);
      while (behind > 0) {
        if (System.nanoTime() > deadline) {
          throw new StreamsightException(
              Reason.UNAVAILABLE,
              "The indexer is still %d images behind after %s".formatted(behind, timeout));
        }
        Thread.sleep(PAUSE_MS);
        behind = committed(admin).behind(end);
      }
    } catch (ExecutionException e) {
      throw unreadable(e.getCause());
    } catch (KafkaException e) {
      throw unreadable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreadable(e);
    }
  }

  private Offsets end() {
    try (LogReader reader = new LogReader(kafka, images)) {
      return reader.end();
    }
  }

  private Offsets committed(Admin admin) throws ExecutionException, InterruptedException {
    Map<Integer, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, at) -> {
              if (partition.topic().equals(images) && at != null) {
                committed.put(partition.partition(), at.offset());
              }
            });
    return new Offsets(committed);
  }

  private static StreamsightException unreadable(Throwable cause) {
    return new StreamsightException(
        Reason.UNAVAILABLE, "The indexer's progress can't be read: " + cause.getMessage(), cause);
  }
}
