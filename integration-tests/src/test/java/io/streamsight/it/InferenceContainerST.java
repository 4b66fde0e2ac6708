package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.local.models.ModelPublisher;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.GenericContainer;

/** The inference image against a broker's. */
@EnabledIf("io.streamsight.it.Docker#isReady")
class InferenceContainerST {
  private static final Path MODEL =
      Path.of("../inference-service/src/test/resources/models/first.onnx");
  private static final String REQUESTS = "classification-requests";

  private Cluster cluster;
  private GenericContainer<?> inference;

  @Test
  void shouldHoldTheStreamUntilAModelIsPublishedAndThenAnswerIt() throws Exception {
    try (Cluster opened = new Cluster();
        Producer<byte[], byte[]> producer = producer(opened)) {
      cluster = opened;
      inference = cluster.start("inference", Map.of());
      producer.send(new ProducerRecord<>(REQUESTS, "held".getBytes(UTF_8), jpeg())).get();
      assertThat(cluster.status(inference, "/q/health/live")).isEqualTo(200);
      assertThat(cluster.status(inference, "/q/health/ready"))
          .as("ready without a model")
          .isEqualTo(503);

      var models = new ModelPublisher(producer);
      models.publish("pets", Files.readAllBytes(MODEL));
      models.champion("pets", null, 1);
      byte[] broken = "no image at all".getBytes(UTF_8);
      producer.send(new ProducerRecord<>(REQUESTS, "broken".getBytes(UTF_8), broken)).get();

      Classification answer =
          Json.read(awaitRecord("classifications", "held").value(), Classification.class);
      assertThat(answer.model()).isEqualTo("pets");
      assertThat(answer.version()).isEqualTo(1);
      assertThat(answer.label()).isIn("cat", "dog");
      assertThat(answer.scores()).containsOnlyKeys("cat", "dog");

      ConsumerRecord<byte[], byte[]> letter = awaitRecord(REQUESTS + "-dlq", "broken");
      assertThat(letter.value()).isEqualTo(broken);
      assertThat(Event.header(letter.headers(), "dlq-reason"))
          .isEqualTo("image-unsupported-format");
      assertThat(cluster.status(inference, "/q/health/ready")).isEqualTo(200);
    }
  }

  private static Producer<byte[], byte[]> producer(Cluster cluster) {
    Map<String, Object> settings = new HashMap<>(cluster.brokers());
    settings.put("max.request.size", 8 * 1024 * 1024);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The one record of a key; more than one is a fault. */
  private ConsumerRecord<byte[], byte[]> awaitRecord(String topic, String key) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (LogReader reader = new LogReader(cluster.brokers(), topic)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                reader.readTo(
                    reader.end(),
                    record -> {
                      if (key.equals(new String(record.key(), UTF_8))) {
                        found.add(record);
                      }
                    });
                assertThat(found).as("%s in %s", key, topic).hasSize(1);
              });
    }
    return found.get(0);
  }

  private static byte[] jpeg() throws IOException {
    BufferedImage picture = new BufferedImage(120, 90, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.ORANGE);
    g.fillOval(20, 10, 70, 70);
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", bytes);
    return bytes.toByteArray();
  }
}
