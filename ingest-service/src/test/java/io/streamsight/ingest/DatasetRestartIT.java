package io.streamsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view across the life of a process, without the broker, and without an indexer. */
class DatasetRestartIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int IMAGES = 200;

  @TempDir Path folder;

  @Test
  void shouldSayTheSameAfterARestartThoughNoImagesBytesAreLeft() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      String before;
      try (var first = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        indexAndAssign(topics);
        await().atMost(SOON).until(() -> report(first).contains("\"images\":" + IMAGES));
        before = report(first);
        first.kill();
      }

      try (var second = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        assertThat(report(second)).isEqualTo(before);
      }
      assertThat(topics.read("images", "image.0")).isEmpty();
    }
  }

  /** As another process's indexer and a producer would: here are no bytes at all. */
  private static void indexAndAssign(Topics topics) throws Exception {
    for (int i = 0; i < IMAGES; i++) {
      String id = "image." + i;
      IndexRecord entry =
          new IndexRecord.Indexed("hash" + i, 100, 40, 30, ImageFormat.JPEG, i % 12, i, false);
      topics.write("image-index", id, Json.write(entry));
      topics.write(
          "image-splits",
          "restarted/" + id,
          "{\"split\":\"train\",\"label\":\"cat\"}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String asOf(String report) throws IOException {
    JsonNode offsets = Json.MAPPER.readTree(report);
    return "/datasets/restarted?indexOffsets=%s&splitsOffsets=%s"
        .formatted(
            URLEncoder.encode(offsets.path("indexOffsets").toString(), StandardCharsets.UTF_8),
            URLEncoder.encode(offsets.path("splitsOffsets").toString(), StandardCharsets.UTF_8));
  }

  private static String report(ServiceProcess service) throws IOException, InterruptedException {
    return service.get("/datasets/restarted").body();
  }

  @Test
  void shouldAnswerFromMemoryAndRefuseCorrectionsInTimeWhileTheBrokerIsAway() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
    try (var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var service =
            ServiceProcess.start(
                    broker.bootstrapServers(), Map.of("streamsight.ingest.delivery-timeout", "2s"))
                .awaitReady()) {
      indexAndAssign(topics);
      await().atMost(SOON).until(() -> report(service).contains("\"images\":" + IMAGES));
      String asOf = asOf(report(service));
      String then = service.get(asOf).body();
      assertThat(then).isEqualTo(report(service));
      broker.close();

      assertThat(service.get("/datasets/restarted").statusCode()).isEqualTo(200);
      // The last fold of earlier offsets is kept: pages of one list cost one.
      assertThat(service.get(asOf).body()).isEqualTo(then);
      assertUnavailableInTime(() -> service.delete("/datasets/restarted/images/image.0"));
      assertUnavailableInTime(() -> service.delete("/images/image.0"));
      assertUnavailableInTime(
          () -> service.get("/datasets/restarted?indexOffsets=%7B%7D&splitsOffsets=%7B%7D"));
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldEraseAndSaySoThoughNoIndexerRuns() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var service =
            ServiceProcess.start(
                    broker.bootstrapServers(),
                    Map.of(
                        "streamsight.ingest.delivery-timeout",
                        "2s",
                        "streamsight.ingest.indexer",
                        "false"))
                .awaitReady()) {
      indexAndAssign(topics);
      await().atMost(SOON).until(() -> report(service).contains("\"images\":" + IMAGES));

      HttpResponse<String> erased = service.delete("/images/image.7");

      assertThat(erased.statusCode()).isEqualTo(200);
      assertThat(erased.body()).contains("\"indexed\":false").contains("\"dataset\":\"restarted\"");
      assertThat(topics.read("images", "image.7"))
          .isNotEmpty()
          .allSatisfy(tombstone -> assertThat(tombstone.value()).isNull());
      assertThat(report(service)).contains("\"images\":" + (IMAGES - 1));
    }
  }

  @Test
  void shouldEraseWhatIsNotIndexedYetWhereverItStands() throws Exception {
    byte[] key = "astray".getBytes(StandardCharsets.UTF_8);
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      try (var service =
          ServiceProcess.start(
                  broker.bootstrapServers(),
                  Map.of(
                      "streamsight.ingest.delivery-timeout",
                      "2s",
                      "streamsight.ingest.indexer",
                      "false"))
              .awaitReady()) {
        int other = (Utils.toPositive(Utils.murmur2(key)) + 3) % 12;
        topics.write(new ProducerRecord<>("images", other, key, Pictures.jpeg(8, 8, 64)));

        HttpResponse<String> erased = service.delete("/images/astray");

        assertThat(erased.statusCode()).isEqualTo(200);
        assertThat(erased.body()).contains("\"indexed\":false");
        assertThat(topics.read("images", "astray"))
            .filteredOn(record -> record.value() == null)
            .extracting(ConsumerRecord::partition)
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 12).boxed().toList());
      }
      try (var indexer = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        await().atMost(SOON).until(() -> topics.index("astray").size() == 13);
        assertThat(topics.index("astray")).last().isInstanceOf(IndexRecord.Erased.class);
        // Once more, with an index that is up to date.
        assertThat(indexer.delete("/images/astray").body()).contains("\"indexed\":true");
      }
    }
  }

  private interface Request {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }

  private static void assertUnavailableInTime(Request request) throws Exception {
    long since = System.nanoTime();
    HttpResponse<String> refused = request.send();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("urn:streamsight:unavailable");
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(15));
  }
}
