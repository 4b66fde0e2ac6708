package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.log.CommittedOffsets;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the indexer is in {@code images}. It commits in one transaction with its lines. */
final class IndexerGroup {
  private static final String GROUP = IndexerProgress.group(TopicSettings.LOCAL);
  private static final String IMAGES = "images";
  private static final long LOOK_EVERY_MS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Map<String, Object> kafka;

  IndexerGroup(String bootstrapServers) {
    kafka = Map.of("bootstrap.servers", bootstrapServers);
  }

  /**
   * Returns when every image that is on the log now has its line in the index.
   *
   * @throws CommandFailedException when the indexer does nothing for minutes
   */
  void awaitCaughtUp() throws InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      Offsets end = end();
      long behind = Long.MAX_VALUE;
      long movedAt = System.nanoTime();
      while (behind > 0) {
        long now = CommittedOffsets.of(admin, GROUP, IMAGES).behind(end);
        if (now < behind) {
          behind = now;
          movedAt = System.nanoTime();
        } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
          throw new CommandFailedException(
              "The indexer is %d images behind and has done none for %d minutes: see the ingest service's log"
                  .formatted(behind, PATIENCE.toMinutes()));
        }
        Thread.sleep(LOOK_EVERY_MS);
      }
    }
  }

  /** As if all were indexed: where no indexer runs, the next import would wait for it. */
  void skipToEnd() throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    end()
        .next()
        .forEach(
            (partition, offset) ->
                offsets.put(new TopicPartition(IMAGES, partition), new OffsetAndMetadata(offset)));
    try (Admin admin = Admin.create(kafka)) {
      admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Offsets end() {
    try (var reader = new LogReader(kafka, IMAGES)) {
      return reader.end();
    }
  }
}
