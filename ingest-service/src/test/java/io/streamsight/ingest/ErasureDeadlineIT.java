package io.streamsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.local.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/**
 * When Kafka really deletes what was erased. It never compacts the segment that is written, and
 * begins a new one only with the next record: on a partition that gets none, somebody has to write
 * one when the lag is over. Here the lag is two seconds and not seven days.
 */
class ErasureDeadlineIT {
  private static final Duration LAG = Duration.ofSeconds(2);

  @Test
  void shouldLeaveNoBytesOnAQuietPartitionWhenItIsErasedOnceMoreAfterTheLag() throws Exception {
    try (var broker =
            EmbeddedBroker.startTemporary(
                Map.of(
                    "log.cleaner.backoff.ms", "100", "log.cleaner.min.cleanable.ratio", "0.01"));
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      setLag(broker);
      assertThat(service.put("/images/person", Pictures.jpeg(16, 16, 1)).statusCode())
          .isEqualTo(201);
      assertThat(service.delete("/images/person").body()).contains("\"indexed\":true");
      await()
          .pollDelay(LAG.multipliedBy(2))
          .untilAsserted(() -> assertThat(bytesOf(topics, "person")).isPositive());

      assertThat(service.delete("/images/person").statusCode()).isEqualTo(200);

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(bytesOf(topics, "person")).isZero());
    }
  }

  private static long bytesOf(Topics topics, String id) {
    return topics.read("images", id).stream().filter(record -> record.value() != null).count();
  }

  private static void setLag(EmbeddedBroker broker) throws Exception {
    ConfigResource images = new ConfigResource(ConfigResource.Type.TOPIC, "images");
    String lag = String.valueOf(LAG.toMillis());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  images,
                  List.of(set("min.compaction.lag.ms", "0"), set("max.compaction.lag.ms", lag))))
          .all()
          .get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
