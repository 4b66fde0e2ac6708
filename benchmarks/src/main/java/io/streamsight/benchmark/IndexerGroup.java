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
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Map<String, Object> kafka;

  IndexerGroup(String bootstrapServers) {
    kafka = Map.of("bootstrap.servers", bootstrapServers);
  }

  /**
   * Returns when every image that is on the log now has its line in the index.
   *
   * @throws CommandFailedException when the indexer takes longer than anything here should
   */
  void awaitCaughtUp() throws InterruptedException {
    long began = System.nanoTime();
    try (Admin admin = Admin.create(kafka)) {
      Offsets end = end();
      while (CommittedOffsets.of(admin, GROUP, IMAGES).behind(end) > 0) {
        if (System.nanoTime() - began > LIMIT.toNanos()) {
          throw new CommandFailedException(
              "The indexer is not at %s of images after %d minutes: see the ingest service's log"
                  .formatted(end, LIMIT.toMinutes()));
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
