package io.streamsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.ServedModel;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.demo.Demo;
import io.streamsight.local.demo.DemoSettings;
import io.streamsight.local.pictures.DrawnPictures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of an installation, copied into a fresh cluster where every offset is another. */
class RestoreIT {
  private static final Path REPOSITORY = Path.of("..");
  private static final Duration LONG = Duration.ofMinutes(5);

  /** What a restore needs, in the order of copying. */
  private static final List<Topic> TOPICS =
      List.of(Topic.IMAGES, Topic.IMAGE_INDEX, Topic.IMAGE_SPLITS, Topic.MODELS, Topic.REGISTRY);

  private static final int BEGIN = 1_000;
  private static final String OF_TRAINING = "cat.000000.jpg";
  private static final byte[] PICTURE = new DrawnPictures(3).jpeg("cat", 1);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldServeAndRepeatFromACopyOfFiveTopics(@TempDir Path before, @TempDir Path after)
      throws Exception {
    LocalSettings old = LocalSettings.onFreePorts(REPOSITORY, before);
    LocalSettings fresh = LocalSettings.onFreePorts(REPOSITORY, after);
    try (EmbeddedBroker broker = broker(old)) {
      LaterOffsets.prepare(broker.bootstrapServers(), TOPICS, BEGIN);
    }
    Classification then;
    try (LocalSystem system = new LocalSystem(old, System.out::println);
        EmbeddedBroker broker = broker(fresh)) {
      system.start(false);
      new Demo(new DemoSettings(null, 32, 2, 100, 7), System.out::println).run(system);
      then = new StreamsightClient(old.urls()).classify(PICTURE);
      copy(old.bootstrapServers(), broker.bootstrapServers());
    }

    try (LocalSystem system = new LocalSystem(fresh, System.out::println)) {
      system.start(false);
      assertServesTheSame(then, new StreamsightClient(fresh.urls()));

      JsonNode repeated = ended(fresh, repeat(fresh));
      assertThat(repeated.path("state").asText()).as(repeated + "").isEqualTo("succeeded");
      assertThat(repeated.path("repetition").path("equal").asBoolean()).as(repeated + "").isTrue();

      assertAnErasureCounts(fresh);
    }
  }

  /** Alone, before the system is started on its data: by this file the folder is known as ours. */
  private static EmbeddedBroker broker(LocalSettings settings) throws Exception {
    Files.write(settings.dataFolder().resolve("streamsight.lock"), new byte[0]);
    return EmbeddedBroker.start(settings.dataFolder().resolve("kafka"), settings.brokerPort());
  }

  private static void copy(String from, String to) throws Exception {
    for (Topic topic : TOPICS) {
      String name = topic.baseName();
      List<String> arguments = new ArrayList<>(List.of(from, name, name));
      if (topic == Topic.MODELS) {
        arguments.add(String.valueOf(otherPartitions(from)));
      }
      assertThat(CopyProcess.run(List.of("-Dto=" + to), arguments)).as(name).isZero();
    }
  }

  /** So many that the model's file comes into another one. */
  private static int otherPartitions(String bootstrapServers) {
    Topic topic = Topic.MODELS;
    List<ConsumerRecord<byte[], byte[]>> files = new ArrayList<>();
    try (LogReader models =
        new LogReader(Map.of("bootstrap.servers", bootstrapServers), topic.baseName())) {
      models.readTo(models.end(), files::add);
    }
    assertThat(files).hasSize(1);
    int hash = Utils.toPositive(Utils.murmur2(files.get(0).key()));
    int count = topic.partitions() + 1;
    while (hash % count == files.get(0).partition()) {
      count++;
    }
    return count;
  }

  private static void assertServesTheSame(Classification then, StreamsightClient client)
      throws Exception {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(client.served()).extracting(ServedModel::version).containsExactly(1));
    Classification now = client.classify(PICTURE);
    assertThat(now.model()).isEqualTo(then.model());
    assertThat(now.version()).isEqualTo(then.version());
    assertThat(now.scores()).isEqualTo(then.scores());
  }

  /** The tombstone stands a thousand offsets before the image, as the copied index has it. */
  private void assertAnErasureCounts(LocalSettings settings) throws Exception {
    HttpResponse<String> erased =
        send(request(settings.ingestPort(), "/images/" + OF_TRAINING).DELETE());
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);

    JsonNode run = ended(settings, repeat(settings));
    assertThat(run.path("reason").asText()).as(run + "").isEqualTo("image-lost");
    assertThat(run.path("error").asText()).contains(OF_TRAINING);
  }

  private String repeat(LocalSettings settings) throws Exception {
    HttpResponse<String> posted =
        send(
            request(settings.trainerPort(), "/runs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"pets\",\"repeat\":\"pets/1\"}")));
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(202);
    return Json.MAPPER.readTree(posted.body()).path("runId").asText();
  }

  private JsonNode ended(LocalSettings settings, String runId) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                Json.MAPPER.readTree(
                    send(request(settings.trainerPort(), "/runs/" + runId).GET()).body()),
            run -> run.hasNonNull("endedAt"));
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
