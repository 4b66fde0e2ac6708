package io.streamsight.it.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.models.ModelPublisher;
import io.streamsight.local.pictures.DrawnPictures;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services with the environment of the Strimzi overlay, on a broker with its topics, users and
 * rights, over TLS with SCRAM: they can do all their work, and need every right that they have.
 */
class StrimziIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final Path MODEL =
      Path.of("../inference-service/src/test/resources/models/first.onnx");

  @TempDir private Path folder;
  private final Manifests manifests = Manifests.of("overlays/strimzi");
  private final DrawnPictures pictures = new DrawnPictures(5);
  private final byte[] picture = pictures.jpeg("cat", 0);
  private SecuredBroker broker;
  private KafkaProducer<byte[], byte[]> producer;

  @Test
  void shouldDoAllWorkWithTheRightsOfTheManifestsAndNeedThemAll() throws Exception {
    try (SecuredBroker secured = SecuredBroker.start(manifests, folder);
        var open =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", secured.open(), "max.request.size", 64 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      broker = secured;
      producer = open;
      work();
    }
    assertThat(RecordingAuthorizer.DENIED).isEmpty();
    assertThat(manifests.all(KafkaUser.class))
        .flatExtracting(Acls::of)
        .hasSizeGreaterThan(40)
        .allMatch(RecordingAuthorizer::used);
  }

  private void work() throws Exception {
    try (ServiceRun ingest = start("ingest", List.of("-Xmx256m"), Map.of());
        ServiceRun trainer = startTrainer("trainer");
        ServiceRun inference =
            start(
                "inference",
                LocalSystem.inferenceFlags(),
                Map.of("STREAMSIGHT_INFERENCE_DELIVERY", "exactly-once"))) {
      awaitProbes(ingest, "/q/health/live", "/q/health/ready");
      awaitProbes(trainer, "/q/health/live", "/q/health/ready");
      awaitProbes(inference, "/q/health/live");
      for (ServiceRun service : List.of(ingest, trainer, inference)) {
        assertThat(service.send("POST", "/anything", null, null).statusCode()).isEqualTo(401);
        assertThat(service.send("GET", "/q/metrics", null, null).statusCode()).isEqualTo(200);
      }
      publish(ingest);
      train(trainer);
      awaitProbes(inference, "/q/health/ready");
      try (InputStream watch = inference.open("/classifications/events")) {
        classify(inference);
        assertThat(watch.available()).isPositive();
      }
      lookAtTheLag();
    }
  }

  private void publish(ServiceRun ingest) throws Exception {
    for (String split : List.of("train", "validation", "test")) {
      for (String label : List.of("cat", "dog")) {
        for (int i = 0; i < 4; i++) {
          byte[] drawn = pictures.jpeg(label, (split + i).hashCode());
          String path = "/images/%s-%s-%d?dataset=pets&split=%1$s&label=%2$s";
          assertThat(ingest.put(path.formatted(split, label, i), drawn).statusCode())
              .isBetween(200, 299);
        }
      }
    }
    send("images", "broken", "no picture");
    send("image-splits", "pets/broken", "no assignment");
    for (String topic : List.of("images", "image-splits")) {
      await().atMost(LONG).until(() -> read(topic + "-dlq").size() == 1);
      assertThat(ingest.get("/dead-letters/" + topic).statusCode()).isEqualTo(200);
    }
    assertThat(ingest.post("/dead-letters/images/replay").statusCode()).isEqualTo(200);
  }

  /** As KEDA would: a worker when there is an open run. */
  private void train(ServiceRun trainer) throws Exception {
    // Of another run: a worker looks for its own.
    send("training-checkpoints", "another", "no checkpoint");
    send("training-requests", "pets", "no request");
    send(
        "training-requests",
        "pets",
        """
        {"model":"pets","dataset":"pets","recipe":"quick","imageSize":32,"epochs":2}\
        """);
    await().atMost(LONG).until(() -> read("training-requests-dlq").size() == 1);
    await().atMost(LONG).until(() -> openRuns(trainer) == 1);
    try (ServiceRun worker = startTrainer("trainer-worker")) {
      awaitProbes(worker, "/q/health/live");
      assertThat(worker.end()).as(worker.log()).isZero();
    }
    await().atMost(LONG).until(() -> openRuns(trainer) == 0);
    assertThat(trainer.get("/models/pets/versions/1/file").statusCode()).isEqualTo(200);
  }

  private static double openRuns(ServiceRun trainer) throws Exception {
    return trainer
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("streamsight_runs_open "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .sum();
  }

  private void classify(ServiceRun inference) throws Exception {
    request(null, picture);
    request(null, "no picture".getBytes(UTF_8));
    request("other", picture);
    await().atMost(LONG).until(() -> read("classifications").size() == 1);
    await().atMost(LONG).until(() -> letters(inference) == 2);

    // One of the two would be answered now.
    ModelPublisher publisher = new ModelPublisher(producer);
    publisher.publish("other", Files.readAllBytes(MODEL));
    publisher.champion("other", null, 1);
    await().atMost(LONG).until(() -> inference.get("/models").body().contains("\"other\""));
    var replayed = inference.post("/dead-letters/classification-requests/replay");
    assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
    await().atMost(LONG).until(() -> read("classifications").size() == 2);
    assertThat(read("serving-events")).isNotEmpty();
  }

  private static int letters(ServiceRun inference) throws Exception {
    String list = inference.get("/dead-letters/classification-requests").body();
    return Json.MAPPER.readTree(list).path("letters").size();
  }

  /** As KEDA does it. */
  private void lookAtTheLag() throws Exception {
    Map<String, Object> settings = new HashMap<>();
    Map<String, String> environment = new HashMap<>(manifests.settings());
    environment.putAll(broker.environment("streamsight-keda"));
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("KAFKA_")) {
            settings.put(name.substring(6).toLowerCase().replace('_', '.'), value);
          }
        });
    TopicPartition first = new TopicPartition("classification-requests", 0);
    try (Admin admin = Admin.create(settings)) {
      admin.describeTopics(List.of(first.topic())).allTopicNames().get();
      admin.listConsumerGroupOffsets("inference").partitionsToOffsetAndMetadata().get();
      admin.listOffsets(Map.of(first, OffsetSpec.latest())).all().get();
    }
  }

  private ServiceRun startTrainer(String workload) throws Exception {
    return start(
        workload,
        LocalSystem.trainerFlags(LocalSettings.onFreePorts(Path.of(".."), folder)),
        LocalSystem.trainerEnvironment());
  }

  private ServiceRun start(String name, List<String> flags, Map<String, String> more)
      throws Exception {
    Workload workload = manifests.workload(name);
    Map<String, String> here = new HashMap<>(more);
    here.putAll(broker.environment("streamsight-" + workload.service()));
    return ServiceRun.start(manifests, workload, folder, flags, here);
  }

  private static void awaitProbes(ServiceRun service, String... probes) {
    for (String probe : probes) {
      await().atMost(LONG).until(() -> service.answers(probe));
    }
  }

  private void send(String topic, String key, String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8))).get();
  }

  private void request(String model, byte[] value) throws Exception {
    var record = new ProducerRecord<byte[], byte[]>("classification-requests", value);
    if (model != null) {
      record.headers().add("model", model.getBytes(UTF_8));
    }
    producer.send(record).get();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (LogReader reader = new LogReader(Map.of("bootstrap.servers", broker.open()), topic)) {
      reader.readTo(reader.end(), records::add);
    }
    return records;
  }
}
