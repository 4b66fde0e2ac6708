package io.streamsight.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.contract.event.Json;
import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** More partitions as docs/operations.md has it: topics are copied to those of another prefix. */
class ResizeIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path TOOL = Path.of("../deploy/kafka/CopyTopic.java");
  private static final int IMAGES = 20;
  private static final int BEFORE = 12;
  private static final int AFTER = 24;

  private EmbeddedBroker broker;

  @Test
  void shouldHaveTheSameDataSetAndEveryKeyInItsPartitionOnMorePartitions() throws Exception {
    try (EmbeddedBroker temporary = EmbeddedBroker.startTemporary();
        var topics = new Topics(Map.of("bootstrap.servers", temporary.bootstrapServers()))) {
      broker = temporary;
      String moving = idThatMoves();
      JsonNode before;
      try (ServiceProcess service = start("")) {
        publish(service, moving);
        before = report(service);
      }

      copy("images", String.valueOf(AFTER));
      copy("image-splits", String.valueOf(AFTER));
      copy("image-index");
      try (ServiceProcess service = start("v2-")) {
        awaitIndexed(topics, moving, 2);
        assertThat(report(service)).isEqualTo(before);

        assertThat(put(service, moving, 999, "&replace=true")).isEqualTo(201);
        awaitIndexed(topics, moving, 3);
        assertThat(topics.read("v2-images", moving)).hasSize(2);
        assertThat(partitions(topics.read("v2-images", moving))).hasSize(1);
        assertThat(topics.read("v2-image-splits", "birds/" + moving))
            .extracting(ConsumerRecord::timestamp)
            .isEqualTo(
                topics.read("image-splits", "birds/" + moving).stream()
                    .map(ConsumerRecord::timestamp)
                    .toList());
      }
      assertThat(tool("images", "v2-images")).as("a copy of what is there already").isEqualTo(1);
    }
  }

  /** Twice as many partitions give it another. */
  private static String idThatMoves() {
    for (int i = 0; ; i++) {
      String id = "moving." + i;
      int hash = Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8)));
      if (hash % BEFORE != hash % AFTER) {
        return id;
      }
    }
  }

  private static void publish(ServiceProcess service, String moving) throws Exception {
    assertThat(put(service, moving, 0, "")).isEqualTo(201);
    for (int i = 1; i < IMAGES; i++) {
      assertThat(put(service, "image." + i, i, "")).isEqualTo(201);
    }
    service.delete("/images/image.1");
    service.delete("/datasets/birds/images/image.2");
    await().atMost(SOON).until(() -> report(service).path("images").asInt() == IMAGES - 2);
    await().atMost(SOON).until(() -> report(service).path("missing").asInt() == 0);
  }

  private static int put(ServiceProcess service, String id, int seed, String more)
      throws Exception {
    String path = "/images/%s?dataset=birds&split=train&label=owl%s".formatted(id, more);
    return service.put(path, Pictures.jpeg(16, 16, seed)).statusCode();
  }

  /** The lines that were copied, and those of the new indexer. */
  private static void awaitIndexed(Topics topics, String id, int lines) {
    await().atMost(SOON).until(() -> topics.read("v2-image-index", id).size() == lines);
  }

  private static Set<Integer> partitions(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<Integer> partitions = new HashSet<>();
    records.forEach(record -> partitions.add(record.partition()));
    return partitions;
  }

  /** Without the offsets, which are others. */
  private static JsonNode report(ServiceProcess service) throws IOException, InterruptedException {
    ObjectNode report = (ObjectNode) Json.MAPPER.readTree(service.get("/datasets/birds").body());
    return report.without(List.of("indexOffsets", "splitsOffsets"));
  }

  private ServiceProcess start(String prefix) throws IOException {
    return ServiceProcess.start(broker.bootstrapServers(), Map.of("streamsight.prefix", prefix))
        .awaitReady();
  }

  private void copy(String topic, String... partitions) throws Exception {
    assertThat(tool(topic, "v2-" + topic, partitions)).isZero();
  }

  private int tool(String source, String target, String... partitions) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-cp", "target/quarkus-app/lib/main/*", TOOL.toString()));
    command.addAll(List.of(broker.bootstrapServers(), source, target));
    command.addAll(List.of(partitions));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
