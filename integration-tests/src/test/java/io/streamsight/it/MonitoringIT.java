package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.models.ModelPublisher;
import io.streamsight.local.pictures.DrawnPictures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the alerting rules and the dashboard ask for, the running services have: a renamed metric
 * would leave a panel empty or an alert silent, and nobody would be told.
 */
class MonitoringIT {
  private static final Path REPOSITORY = Path.of("..");
  private static final Path MODEL =
      Path.of("../inference-service/src/test/resources/models/first.onnx");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:streamsight|kafka|process|jvm)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern EQUALS = Pattern.compile("(\\w+=\\\\?\"[\\w-]+\\\\?\")");

  /** Which services have what a file asks for. */
  private static final Map<String, List<String>> ASKED =
      Map.of(
          "services-alerts.yaml", List.of("ingest", "trainer", "inference"),
          "ingest-alerts.yaml", List.of("ingest"),
          "trainer-alerts.yaml", List.of("trainer"),
          "inference-alerts.yaml", List.of("inference"),
          "inference-dashboard.json", List.of("inference"));

  private static final byte[] PICTURE = new DrawnPictures(3).jpeg("cat", 1);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldFindEveryMetricOfRulesAndDashboard(@TempDir Path folder) throws Exception {
    LocalSettings where = LocalSettings.onFreePorts(REPOSITORY, folder);
    try (LocalSystem system = new LocalSystem(where, System.out::println)) {
      system.start(true);
      try (Producer<byte[], byte[]> producer = producer(where)) {
        giveCauseForEveryMetric(producer);
      }
      for (Map.Entry<String, List<String>> asked : ASKED.entrySet()) {
        Set<String> wanted = selectors(asked.getKey());
        assertThat(wanted).as(asked.getKey()).isNotEmpty();
        for (String service : asked.getValue()) {
          // Micrometer looks for new meters of Kafka's clients once a minute.
          await()
              .atMost(Duration.ofMinutes(3))
              .untilAsserted(() -> assertHas(metrics(where, service), wanted, asked.getKey()));
        }
      }
    }
  }

  @Test
  void shouldKnowEveryFile() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../deploy/monitoring"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith("-alerts.yaml") || name.endsWith(".json"))
          .containsExactlyInAnyOrderElementsOf(ASKED.keySet());
    }
  }

  private static void giveCauseForEveryMetric(Producer<byte[], byte[]> producer) throws Exception {
    byte[] key = "astray".getBytes(UTF_8);
    int another = (Utils.toPositive(Utils.murmur2(key)) + 1) % 12;
    send(producer, new ProducerRecord<>("images", another, key, PICTURE));
    send(producer, record("images", "broken", "no picture".getBytes(UTF_8)));
    send(producer, record("image-splits", "pets/astray", "train,cat".getBytes(UTF_8)));
    send(producer, record("training-requests", "pets", "epochs: 3".getBytes(UTF_8)));

    ModelPublisher models = new ModelPublisher(producer);
    byte[] onnx = Files.readAllBytes(MODEL);
    models.publish("pets", onnx);
    models.champion("pets", null, 1);
    send(producer, record("classification-requests", "rex", PICTURE));
    send(producer, record("classification-requests", "broken", "no picture".getBytes(UTF_8)));
    models.publish("refused", onnx, "0".repeat(64), 0);
    models.champion("refused", null, 1);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
    if (topic.equals("classification-requests")) {
      record.headers().add("model", "pets".getBytes(UTF_8));
    }
    return record;
  }

  private static void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
      throws Exception {
    producer.send(record).get();
  }

  private static Producer<byte[], byte[]> producer(LocalSettings where) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", where.bootstrapServers(), "max.request.size", 8 << 20),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Names, each with the labels that it must have: {@code name a="b" c="d"}. */
  private static Set<String> selectors(String file) throws Exception {
    String text = Files.readString(Path.of("../deploy/monitoring", file));
    return SELECTOR
        .matcher(text)
        .results()
        .map(selector -> selector.group(1) + labels(selector.group(2)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String labels(String matchers) {
    return matchers == null
        ? ""
        : EQUALS
            .matcher(matchers)
            .results()
            .map(label -> " " + label.group(1).replace("\\", ""))
            .collect(Collectors.joining());
  }

  private String metrics(LocalSettings where, String service) throws Exception {
    int port =
        switch (service) {
          case "ingest" -> where.ingestPort();
          case "trainer" -> where.trainerPort();
          default -> where.inferencePort();
        };
    URI uri = URI.create("http://127.0.0.1:%d/q/metrics".formatted(port));
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void assertHas(String metrics, Set<String> wanted, String file) {
    for (String selector : wanted) {
      String[] parts = selector.split(" ");
      Matcher series =
          Pattern.compile("(?m)^" + Pattern.quote(parts[0]) + "(?:\\{(.*)})? \\S+$")
              .matcher(metrics);
      List<String> labels = List.of(parts).subList(1, parts.length);
      assertThat(
              series
                  .results()
                  .anyMatch(
                      found ->
                          labels.stream()
                              .allMatch(l -> String.valueOf(found.group(1)).contains(l))))
          .as("%s, of %s", selector, file)
          .isTrue();
    }
  }
}
