package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FAILS_ON_WHITE;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.event.Event;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on our side costs nobody an answer. */
class FaultIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path folder;

  private static byte[] white() throws IOException {
    var picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    var graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 32, 32);
    graphics.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void shouldTurnUnhealthyAndKeepTheRequestWhenTheRuntimeFails() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var installation = new Installation(broker.bootstrapServers())) {
      try (var service = start(broker)) {
        installation.publish(PETS, FAILS_ON_WHITE);
        installation.champion(PETS, null, 1);
        service.awaitReady();
        installation.request("sound", jpeg(0));
        installation.await(Topic.CLASSIFICATIONS, "sound", 1);

        installation.request("white", white());

        await().atMost(SOON).until(() -> service.status("/q/health/live") == 503);
        assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "white")).isEmpty();
      }
      installation.publish(PETS, FIRST);
      installation.champion(PETS, 1, 2);
      try (var service = start(broker).awaitReady()) {
        installation.await(Topic.CLASSIFICATIONS, "white", 1);
        assertThat(installation.read(Topic.CLASSIFICATIONS, "sound")).hasSize(1);
        assertThat(service.status("/q/health/live")).isEqualTo(200);
      }
    }
  }

  @Test
  void shouldTellItsTroubleAndGoOnWhenADeadLetterCanBeWrittenAgain() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var installation = new Installation(broker.bootstrapServers());
        var service = start(broker)) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      service.awaitReady();
      limitDeadLetters(admin, "200");

      installation.request("stuck", "no image".repeat(100).getBytes(StandardCharsets.UTF_8));

      await().atMost(SOON).until(() -> service.metric("streamsight_stream_up") == 0);
      assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "stuck")).isEmpty();
      assertThat(service.status("/q/health/live")).as("a new start would not help").isEqualTo(200);

      limitDeadLetters(admin, String.valueOf(20 << 20));
      installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "stuck", 1);
      await().atMost(SOON).until(() -> service.metric("streamsight_stream_up") == 1);
      assertThat(service.metric("streamsight_stream_restarts_total")).isPositive();
    }
  }

  /** Nothing is asked for meanwhile: no commit and no answer fails. */
  @Test
  void shouldTellThatNoBrokerAnswersAndGoOnWhenOneIsBack() throws Exception {
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    try (var service = start(broker)) {
      try (var installation = new Installation(broker.bootstrapServers())) {
        installation.publish(PETS, FIRST);
        installation.champion(PETS, null, 1);
        service.awaitReady();
        installation.request("before", jpeg(0));
        installation.await(Topic.CLASSIFICATIONS, "before", 1);
      }
      assertThat(service.metric("streamsight_stream_up")).isOne();
      broker.close();

      await().atMost(SOON).until(() -> service.metric("streamsight_stream_up") == 0);
      assertThat(service.get("/q/health/live")).contains("no broker answers");
      assertThat(service.status("/q/health/live")).as("a new start would not help").isEqualTo(200);

      broker = EmbeddedBroker.start(folder, port);
      await().atMost(SOON).until(() -> service.metric("streamsight_stream_up") == 1);
      assertThat(service.get("/q/health/live")).doesNotContain("no broker answers");
      try (var installation = new Installation(broker.bootstrapServers())) {
        installation.request("after", jpeg(1));
        installation.await(Topic.CLASSIFICATIONS, "after", 1);
      }
    } finally {
      broker.close();
    }
  }

  /** Its answer would have the key, and the topic of answers takes a mebibyte. */
  @Test
  void shouldPutARequestAsideWhoseAnswerItsTopicDoesNotTake() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var installation = new Installation(broker.bootstrapServers());
        var service = start(broker)) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      service.awaitReady();
      installation.request("long".repeat(300_000), jpeg(0));
      installation.request("short", jpeg(1));

      var letter = installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "long", 1).get(0);
      assertThat(Event.header(letter.headers(), "dlq-reason")).isEqualTo("answer-too-large");
      assertThat(letter.value()).isEqualTo(jpeg(0));
      installation.await(Topic.CLASSIFICATIONS, "short", 1);
    }
  }

  @Test
  void shouldAnswerOthersWhileARequestWaitsForItsModel() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var installation = new Installation(broker.bootstrapServers());
        var service =
            InferenceProcess.start(
                    broker.bootstrapServers(),
                    Map.of("streamsight.inference.default-model", "missing"))
                .awaitLive()) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      service.awaitReady();
      // More than there are workers, and more than are polled at once.
      for (int i = 0; i < 100; i++) {
        installation.request("nobody-00", jpeg(i % 5));
      }
      String other = inAnotherPartition("nobody-00");
      installation.request(other, jpeg(1), "model", PETS);

      installation.await(Topic.CLASSIFICATIONS, other, 1);
      assertThat(service.metric("streamsight_requests_waiting")).isPositive();
      assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "nobody")).isEmpty();

      installation.publish("missing", FIRST);
      installation.champion("missing", null, 1);
      installation.await(Topic.CLASSIFICATIONS, "nobody", 100);
      await().atMost(SOON).until(() -> service.metric("streamsight_requests_waiting") == 0);
    }
  }

  private static String inAnotherPartition(String key) {
    int taken = partition(key);
    return IntStream.range(0, 100)
        .mapToObj(i -> "other-" + i)
        .filter(other -> partition(other) != taken)
        .findFirst()
        .orElseThrow();
  }

  private static int partition(String key) {
    return BuiltInPartitioner.partitionForKey(
        key.getBytes(StandardCharsets.UTF_8), Topic.CLASSIFICATION_REQUESTS.partitions());
  }

  @Test
  void shouldCountRequestsThatWereDeletedBeforeTheyWereRead() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var installation = new Installation(broker.bootstrapServers())) {
      RecordMetadata first;
      try (var service = start(broker)) {
        installation.publish(PETS, FIRST);
        installation.champion(PETS, null, 1);
        service.awaitReady();
        first = installation.request("expired", jpeg(0));
        installation.await(Topic.CLASSIFICATIONS, "expired", 1);
      }
      for (int i = 0; i < 3; i++) {
        installation.request("expired", jpeg(i));
      }
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(first.topic(), first.partition()),
                  RecordsToDelete.beforeOffset(first.offset() + 3)))
          .all()
          .get();

      try (var service = start(broker).awaitReady()) {
        installation.await(Topic.CLASSIFICATIONS, "expired", 2);
        assertThat(service.metric("streamsight_requests_expired_total")).isEqualTo(2);
      }
    }
  }

  private static InferenceProcess start(EmbeddedBroker broker) throws IOException {
    return InferenceProcess.start(broker.bootstrapServers(), Map.of()).awaitLive();
  }

  private static void limitDeadLetters(Admin admin, String maxMessageBytes) throws Exception {
    var topic =
        new ConfigResource(ConfigResource.Type.TOPIC, Topic.CLASSIFICATION_REQUESTS_DLQ.baseName());
    var limit = new ConfigEntry("max.message.bytes", maxMessageBytes);
    admin
        .incrementalAlterConfigs(
            Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }
}
