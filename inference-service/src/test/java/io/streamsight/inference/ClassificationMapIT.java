package io.streamsight.inference;

import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activation maps in the answers. Named so that it runs after {@link ClassificationIT}. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ClassificationMapIT {
  private static final String MODEL = "mapped";

  private Installation installation;

  @BeforeEach
  void serve() {
    installation =
        new Installation(
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    installation.serve(MODEL, FIRST);
  }

  @AfterEach
  void disconnect() {
    installation.close();
  }

  private ConsumerRecord<byte[], byte[]> answer(String key, String... headers) {
    installation.request(key, jpeg(5), headers);
    return installation.await(Topic.CLASSIFICATIONS, key, 1).get(0);
  }

  @Test
  void shouldExplainTheScoresOnTheStreamWhenAsked() {
    var answer = answer("map-asked", "model", MODEL, "activation-map", "true");
    assertExplained(Installation.json(answer, Classification.class));
  }

  @Test
  void shouldLeaveTheMapOutOnTheStreamUnlessAsked() {
    var plain = answer("map-plain", "model", MODEL);
    assertThat(new String(plain.value(), StandardCharsets.UTF_8)).doesNotContain("activationMap");
    var refused = answer("map-refused", "model", MODEL, "activation-map", "false");
    assertThat(new String(refused.value(), StandardCharsets.UTF_8)).doesNotContain("activationMap");
  }

  @Test
  void shouldExplainTheScoresOverHttpAsOnTheStream() {
    byte[] json =
        given()
            .contentType("image/jpeg")
            .queryParam("model", MODEL)
            .queryParam("map", true)
            .body(jpeg(5))
            .post("/classify")
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    Classification answer = Json.read(json, Classification.class);
    assertExplained(answer);
    var streamed = answer("map-both", "model", MODEL, "activation-map", "true");
    assertThat(answer.activationMap())
        .isEqualTo(Installation.json(streamed, Classification.class).activationMap());
  }

  /** All cells of a class and its bias are its logit; two classes share one unit's. */
  private static void assertExplained(Classification answer) {
    assertThat(answer.activationMap()).containsOnlyKeys("cat", "dog");
    List<List<Float>> dog = answer.activationMap().get("dog");
    assertThat(dog).hasSize(7).allSatisfy(row -> assertThat(row).hasSize(7));
    double sum = dog.stream().flatMap(List::stream).mapToDouble(f -> f).sum();
    double size = dog.stream().flatMap(List::stream).mapToDouble(Math::abs).sum();
    double score = answer.scores().get("dog");
    // Each cell has 4 digits, so that it is wrong by a 2,000th at most; float32 does the rest.
    assertThat(sum + Fixtures.bias(FIRST))
        .isCloseTo(Math.log(score / (1 - score)), offset(size / 2_000 + 1e-5));
    assertThat(size).as("a map that says something").isGreaterThan(0.1);
    assertThat(answer.activationMap().get("cat"))
        .isEqualTo(dog.stream().map(row -> row.stream().map(f -> -f).toList()).toList());
  }
}
