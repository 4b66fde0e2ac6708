package io.streamsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens when something dies: the packaged service as a process, a broker that comes back.
 */
class FailuresIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int IMAGES = 400;

  @TempDir Path folder;

  @Test
  void shouldIndexEveryImageInOrderAcrossAKill() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<Long> offsets = new ArrayList<>();
      try (var first = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        for (int i = 0; i < IMAGES; i++) {
          offsets.add(topics.write("images", "moving", Pictures.jpeg(200, 200, i)).offset());
        }
        await().atMost(SOON).until(() -> !topics.index("moving").isEmpty());
        first.kill();
      }
      int before = topics.index("moving").size();

      try (var second = ServiceProcess.start(broker.bootstrapServers(), Map.of())) {
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(topics.index("moving"))
                        .extracting(IndexRecord::offset)
                        .containsAll(offsets));
      }
      // None is missing, none is there twice, and the order is that of the log.
      assertThat(topics.index("moving"))
          .extracting(IndexRecord::offset)
          .containsExactlyElementsOf(offsets);
      assertThat(before).isPositive();
    }
  }

  /** One that is paused past its session wakes up and believes that it is still a member. */
  @Test
  void shouldIndexEveryImageOnceAcrossRebalancesAndAPausedIndexer() throws Exception {
    Map<String, String> shortSession =
        Map.of("kafka.session.timeout.ms", "6000", "kafka.heartbeat.interval.ms", "1000");
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var first = ServiceProcess.start(broker.bootstrapServers(), shortSession).awaitReady()) {
      publish(topics, 0);
      await().atMost(SOON).until(() -> !topics.counts("image-index").isEmpty());
      // Joins in the middle of the work, and takes half of the partitions.
      try (var second = ServiceProcess.start(broker.bootstrapServers(), shortSession)) {
        publish(topics, IMAGES);
        second.awaitReady();
        publish(topics, 2 * IMAGES);
        first.pause();
        await().atMost(SOON).until(() -> topics.counts("image-index").size() == 3 * IMAGES);
        first.goOn();
        publish(topics, 3 * IMAGES);
        await().atMost(SOON).until(() -> topics.counts("image-index").size() == 4 * IMAGES);
      }
      assertThat(topics.counts("image-index").values()).containsOnly(1);
    }
  }

  private static void publish(Topics topics, int from) throws Exception {
    for (int i = from; i < from + IMAGES; i++) {
      topics.write("images", "image-" + i, Pictures.jpeg(100, 100, i));
    }
  }

  @Test
  void shouldRefuseCleanlyWhileTheBrokerIsAwayAndGoOnWhenItIsBack() throws Exception {
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    try (var service =
        ServiceProcess.start(
                broker.bootstrapServers(), Map.of("streamsight.ingest.delivery-timeout", "2s"))
            .awaitReady()) {
      assertThat(service.put("/images/before", Pictures.jpeg(16, 16, 1)).statusCode())
          .isEqualTo(201);
      broker.close();

      HttpResponse<String> refused = service.put("/images/during", Pictures.jpeg(16, 16, 2));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("urn:streamsight:unavailable");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(service.status("/q/health/live")).isEqualTo(200);

      broker = EmbeddedBroker.start(folder, port);
      await()
          .atMost(SOON)
          .until(() -> service.put("/images/after", Pictures.jpeg(16, 16, 3)).statusCode() == 201);
      try (var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        await().atMost(SOON).until(() -> !topics.index("after").isEmpty());
        assertThat(topics.index("before")).isNotEmpty();
      }
    } finally {
      broker.close();
    }
  }

  /** In a cluster of containers a broker that is away has no name either. */
  @Test
  void shouldRefuseCleanlyWhileTheBrokersNameDoesNotResolve() throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost kafka.test\n");
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), port);
    Map<String, String> settings =
        Map.of(
            "jdk.net.hosts.file",
            hosts.toString(),
            "sun.net.inetaddr.ttl",
            "0",
            "streamsight.ingest.delivery-timeout",
            "2s");
    try (var service = ServiceProcess.start("kafka.test:" + port, settings).awaitReady()) {
      broker.close();
      Files.writeString(hosts, "127.0.0.1 localhost\n");

      byte[] image = Pictures.jpeg(16, 16, 1);
      for (String path : List.of("/images/a", "/imports/b?dataset=pets")) {
        HttpResponse<String> refused = service.put(path, image);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.body()).contains("urn:streamsight:unavailable");
      }

      Files.writeString(hosts, "127.0.0.1 localhost kafka.test\n");
      broker = EmbeddedBroker.start(folder.resolve("broker"), port);
      await().atMost(SOON).until(() -> service.put("/images/a", image).statusCode() == 201);
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldStopAndTellWhenADeadLetterCantBeWritten() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      RecordMetadata broken;
      try (var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        limitDeadLetters(admin, "200");

        broken = topics.write("images", "stuck", new byte[1_000]);

        await().atMost(SOON).until(() -> service.status("/q/health/live") == 503);
        topics.write("images", "stuck", Pictures.jpeg(16, 16, 1));
      }
      assertThat(committed(admin, broken)).isLessThanOrEqualTo(broken.offset());

      limitDeadLetters(admin, String.valueOf(20 << 20));
      try (var again = ServiceProcess.start(broker.bootstrapServers(), Map.of())) {
        await().atMost(SOON).until(() -> !topics.read("images-dlq", "stuck").isEmpty());
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(topics.index("stuck"))
                        .last()
                        .isInstanceOf(IndexRecord.Indexed.class));
      }
    }
  }

  @Test
  void shouldSendRequestsAwayWhileOthersHoldAllTheRoom() throws Exception {
    byte[] image = Pictures.jpeg(16, 16, 1);
    try (var broker = EmbeddedBroker.start(folder, 0);
        // The room is never less than the largest image takes.
        var service =
            ServiceProcess.start(
                    broker.bootstrapServers(),
                    Map.of("streamsight.ingest.max-in-flight-bytes", "1"))
                .awaitReady()) {
      try (var held = service.hold(16 << 20)) {
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  HttpResponse<String> refused = service.put("/images/a", image);
                  assertThat(refused.statusCode()).isEqualTo(503);
                  assertThat(refused.body()).contains("urn:streamsight:overloaded");
                  assertThat(refused.headers().firstValue("Retry-After")).contains("1");
                });
      }
      await().atMost(SOON).until(() -> service.put("/images/b", image).statusCode() == 201);
    }
  }

  private static void limitDeadLetters(Admin admin, String maxMessageBytes) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, "images-dlq"),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("max.message.bytes", maxMessageBytes),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static long committed(Admin admin, RecordMetadata at) throws Exception {
    OffsetAndMetadata committed =
        admin
            .listConsumerGroupOffsets("indexer")
            .partitionsToOffsetAndMetadata()
            .get()
            .get(new TopicPartition(at.topic(), at.partition()));
    return committed == null ? 0 : committed.offset();
  }
}
