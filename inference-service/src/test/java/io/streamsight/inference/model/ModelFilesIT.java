package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records that aren't there, or don't come: behind a transaction that somebody left open. */
class ModelFilesIT {
  private static final ModelVersion VERSION =
      new ModelVersion("pets", 1, "run", new ModelFile("00", 1, 0, 0), null, null, false);

  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> left;
  private static ModelFiles files;
  private static ModelFiles ofEmptyTopic;

  @BeforeAll
  static void leaveATransactionOpen() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      admin.createTopics(List.of(new NewTopic(Topic.MODELS.baseName(), 1, (short) 1))).all().get();
    }
    left =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                "left-open",
                "transaction.timeout.ms",
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    left.initTransactions();
    left.beginTransaction();
    left.send(new ProducerRecord<>(Topic.MODELS.baseName(), new byte[1])).get();
    files = files(kafka, "");
    ofEmptyTopic = files(kafka, "empty-");
  }

  private static ModelFiles files(Map<String, Object> kafka, String prefix) {
    var config =
        new SmallRyeConfigBuilder()
            .withMapping(InstallationConfig.class)
            .withDefaultValue("streamsight.prefix", prefix)
            .build();
    return new ModelFiles(kafka, config.getConfigMapping(InstallationConfig.class));
  }

  @AfterAll
  static void close() {
    left.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldGiveUpWhenNothingComes() {
    assertThatThrownBy(() -> files.read(VERSION, Duration.ofMillis(500), () -> false))
        .isInstanceOf(StreamsightException.class)
        .satisfies(
            e -> assertThat(((StreamsightException) e).reason()).isEqualTo(Reason.UNAVAILABLE));
  }

  @Test
  void shouldSayThatTheFileIsMissing() {
    assertThatThrownBy(() -> ofEmptyTopic.read(VERSION, Duration.ofSeconds(30), () -> false))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining(VERSION.fileKey())
        .satisfies(
            e -> assertThat(((StreamsightException) e).reason()).isEqualTo(Reason.MODEL_MISSING));
  }

  @Test
  void shouldStopWhenNobodyWantsItAnyMore() {
    assertThatThrownBy(() -> files.read(VERSION, Duration.ofDays(1), () -> true))
        .isInstanceOf(CancellationException.class);
  }
}
