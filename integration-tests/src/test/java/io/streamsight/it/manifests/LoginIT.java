package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.cli.Streamsight;
import io.streamsight.contract.event.Json;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.models.ModelPublisher;
import io.streamsight.local.pictures.DrawnPictures;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three services with the login of the manifests, which nobody gets past without a key. */
class LoginIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String PROBLEM = "application/problem+json";
  private static final Path MODEL =
      Path.of("../inference-service/src/test/resources/models/first.onnx");

  @TempDir private Path folder;
  private final Manifests manifests = Manifests.of("base");

  @Test
  void shouldTellWhoAsksEverywhere() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        ServiceRun ingest = start("ingest", List.of("-Xmx256m"), broker);
        ServiceRun trainer =
            start(
                "trainer",
                LocalSystem.trainerFlags(LocalSettings.onFreePorts(Path.of(".."), folder)),
                broker);
        ServiceRun inference = start("inference", LocalSystem.inferenceFlags(), broker)) {
      for (ServiceRun service : List.of(ingest, trainer, inference)) {
        await().atMost(LONG).until(() -> service.answers("/q/health/live"));
      }
      await().atMost(LONG).until(() -> ingest.answers("/q/health/ready"));
      await().atMost(LONG).until(() -> trainer.answers("/q/health/ready"));

      assertGuarded(ingest, 9);
      assertGuarded(trainer, 6);
      assertGuarded(inference, 2);
      publish(ingest);
      decide(trainer, broker);
      dismiss(inference);
      for (ServiceRun service : List.of(ingest, trainer, inference)) {
        assertThat(service.log()).contains("API keys: [it]").doesNotContain(ServiceRun.KEY);
      }
    }
  }

  /** By its own description: what it can do, without anybody listing it here. */
  private static void assertGuarded(ServiceRun service, int changing) throws Exception {
    Operations operations = Operations.of(service);
    assertThat(operations.changing())
        .hasSizeGreaterThanOrEqualTo(changing)
        .allMatch(Operations.Operation::saysSo);
    for (Operations.Operation operation : operations.changing()) {
      for (String authorization : new String[] {null, "Basic aXQ6aXQ=", "Bearer wrong"}) {
        HttpResponse<String> answer =
            service.send(operation.method(), operation.path(), authorization, null);
        assertThat(answer.statusCode()).as("%s %s", operation, authorization).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).contains(PROBLEM);
        assertThat(Json.MAPPER.readTree(answer.body()).path("detail").asText()).contains("oken");
      }
    }
    assertThat(operations.reading())
        .noneMatch(Operations.Operation::saysSo)
        .filteredOn(operation -> !operation.template().endsWith("/events"))
        .isNotEmpty()
        .allSatisfy(
            operation ->
                assertThat(
                        service.send(operation.method(), operation.path(), null, null).statusCode())
                    .isNotEqualTo(401));
    for (String open : List.of("/q/health", "/q/metrics", "/q/openapi")) {
      assertThat(service.send("GET", open, null, null).statusCode()).isIn(200, 503);
    }
  }

  private static void publish(ServiceRun ingest) throws Exception {
    byte[] picture = new DrawnPictures(5).jpeg("cat", 0);
    // Refused before it is told to send its body, and so before it has a place in memory.
    assertThat(ingest.expect("/images/a.jpg")).startsWith("HTTP/1.1 401");
    assertThat(ingest.send("PUT", "/images/a.jpg", null, picture).statusCode()).isEqualTo(401);
    assertThat(ingest.put("/images/a.jpg", picture).statusCode()).isEqualTo(201);
    // Written once the answer is out.
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(ingest.log())
                    .containsPattern(" - it .*PUT /images/a\\.jpg HTTP/[0-9.]+\" 201"));
  }

  /** The history names the key, whoever else would like to be named. */
  private static void decide(ServiceRun trainer, EmbeddedBroker broker) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 64 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ModelPublisher publisher = new ModelPublisher(producer);
      publisher.publish("pets", Files.readAllBytes(MODEL));
      publisher.publish("pets", Files.readAllBytes(MODEL));
    }
    await().atMost(LONG).until(() -> trainer.get("/models/pets").body().contains("\"version\":2"));
    String alias = "/models/pets/aliases/champion";
    HttpResponse<String> other =
        trainer.json("PUT", alias, "{\"version\":1,\"reason\":\"r\",\"by\":\"ann\"}");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.headers().firstValue("Content-Type")).contains(PROBLEM);
    assertThat(other.body()).contains("by is 'ann', and the token is of it");

    assertThat(trainer.json("PUT", alias, "{\"version\":1,\"reason\":\"r\"}").statusCode())
        .isEqualTo(200);
    assertThat(
            trainer
                .json("PUT", alias, "{\"version\":2,\"reason\":\"r\",\"by\":\"it\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(trainer.json("POST", alias + "/rollback", "{\"reason\":\"r\"}").statusCode())
        .isEqualTo(200);
    String url = trainer.url();
    assertThat(run("model", "retire", "pets/2", "--reason", "r", "--trainer-url", url))
        .isEqualTo(1);
    assertThat(
            run(
                "model",
                "retire",
                "pets/2",
                "--reason",
                "r",
                "--trainer-url",
                url,
                "--token",
                ServiceRun.KEY))
        .isZero();
    assertThat(trainer.send("DELETE", alias + "?reason=r", ServiceRun.BEARER, null).statusCode())
        .isEqualTo(200);
    assertThat(Json.MAPPER.readTree(trainer.get("/models/pets/history").body()))
        .filteredOn(entry -> entry.path("proposal").asText().matches("alias-moved|version-retired"))
        .hasSize(5)
        .allSatisfy(entry -> assertThat(entry.path("by").asText()).isEqualTo("it"));
  }

  private static int run(String... arguments) {
    return Streamsight.commandLine().execute(arguments);
  }

  private static void dismiss(ServiceRun inference) throws Exception {
    String path = "/dead-letters/classification-requests/dismiss";
    assertThat(inference.post(path + "?by=ann").statusCode()).isEqualTo(403);
    // Its topics are made after it is live.
    await().atMost(LONG).until(() -> inference.post(path).statusCode() == 200);
    assertThat(inference.post(path + "?by=it").statusCode()).isEqualTo(200);
  }

  private ServiceRun start(String name, List<String> flags, EmbeddedBroker broker)
      throws Exception {
    Map<String, String> here =
        new HashMap<>(name.equals("trainer") ? LocalSystem.trainerEnvironment() : Map.of());
    here.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    here.put("STREAMSIGHT_TOPICS", "create");
    here.put("STREAMSIGHT_REPLICATION_FACTOR", "1");
    here.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
    return ServiceRun.start(manifests, manifests.workload(name), folder, flags, here);
  }
}
