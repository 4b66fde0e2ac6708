package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.trainer.onnx.OnnxModel;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From requests to versions, over a real broker. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class TrainerIT {
  @Inject IngestedImages images;

  /** The whole mini Xception, on small pictures. */
  private static String post(String model) {
    Map<String, Object> request = new HashMap<>(small(model, Map.of("seed", 5)));
    request.keySet().removeAll(Set.of("width", "blocks"));
    return PostedRuns.post(model, request);
  }

  @Test
  void shouldTurnTheLogIntoAChampionAndLeaveNothingOfTheRunBehind() throws Exception {
    images.publish("colours", 8);
    String runId = post("colours");

    assertThat(succeeded(runId).getInt("version")).isEqualTo(1);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> when().get("/models/colours").then().body("aliases.champion", equalTo(1)));

    JsonPath version = when().get("/models/colours").jsonPath().setRootPath("versions[0]");
    assertThat(version.getInt("parameters")).isEqualTo(721_857);
    assertThat(version.getList("labels")).containsExactly("cat", "dog");
    assertThat(version.getInt("images.train")).isEqualTo(16);
    assertThat(version.getDouble("metrics.parityMaxAbsDiff")).isBetween(0.0, 1e-4);

    ConsumerRecord<byte[], byte[]> file =
        images.read("models", "colours/" + version.getString("sha256")).get(0);
    assertThat(Sha256.of(file.value())).isEqualTo(version.getString("sha256"));
    try (OnnxModel model = OnnxModel.load(file.value(), 1)) {
      ModelMetadata metadata = ModelMetadata.ofProperties(model.metadata());
      assertThat(metadata.runId()).isEqualTo(runId);
      assertThat(metadata.lineage().digest()).isEqualTo(version.getString("datasetDigest"));
      assertThat(metadata.selfTest().cases()).isNotEmpty();
    }

    assertThat(when().get("/runs/" + runId + "/epochs").jsonPath().getList("epoch"))
        .containsExactly(1, 2);
    // Tombstones end the checkpoints and the lease, which were there.
    for (String topic : List.of("training-checkpoints", "run-leases")) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(images.read(topic, runId)).last().extracting("value").isNull());
      assertThat(images.read(topic, runId)).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void shouldCompareASecondCandidateWithTheChampionOnTheSameImages() throws Exception {
    images.publish("twice", 6);
    succeeded(post("twice"));
    JsonPath second = succeeded(post("twice"));
    assertThat(second.getInt("version")).isEqualTo(2);

    // The same data and seed give the same net: as good as the champion, so it takes over.
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                when()
                    .get("/models/twice")
                    .then()
                    .body("aliases.champion", equalTo(2))
                    .body("versions[1].verdict.champion", equalTo(1))
                    .body("versions[1].verdict.images", equalTo(12)));
  }

  @Test
  void shouldTakeARequestFromTheTopicAndSayWhyItCannotTrain() throws Exception {
    images.write(
        "training-requests", "nothing", "{\"model\":\"nothing\",\"dataset\":\"no-such-data\"}");

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                when()
                    .get("/runs")
                    .then()
                    .body("find { it.model == 'nothing' }.state", equalTo("failed"))
                    .body("find { it.model == 'nothing' }.reason", equalTo("dataset-unknown"))
                    .body(
                        "find { it.model == 'nothing' }.error",
                        containsString("There is no data set no-such-data")));
  }

  @Test
  void shouldSendABadRequestToTheDeadLettersAndGoOn() throws Exception {
    images.write("training-requests", "bad", "{\"model\":\"m\",\"dataset\":\"d\",\"epochs\":-1}");
    images.write("training-requests", "worse", "epochs: 3");

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(images.read("training-requests-dlq", "bad"))
                  .singleElement()
                  .satisfies(
                      letter -> {
                        assertThat(Event.header(letter.headers(), "dlq-reason"))
                            .isEqualTo("event-invalid");
                        assertThat(Event.header(letter.headers(), "dlq-detail"))
                            .contains("epochs -1");
                      });
              assertThat(images.read("training-requests-dlq", "worse"))
                  .singleElement()
                  .satisfies(
                      letter ->
                          assertThat(Event.header(letter.headers(), "dlq-reason"))
                              .isEqualTo("event-malformed"));
              assertThat(when().get("/q/metrics").asString())
                  .contains(
                      "streamsight_training_requests_refused_total{reason=\"event-malformed\"} ");
            });
  }

  @Test
  void shouldAnswerBadRequestsWithAProblem() {
    given()
        .contentType("application/json")
        .body("{\"model\":\"m\",\"dataset\":\"d\",\"recipe\":\"magic\"}")
        .post("/runs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", containsString("recipe 'magic' is not known; known: keras, quick"));
    given()
        .contentType("application/json")
        .body("{\"model\":\"m\",\"dataset\":\"d\",\"epoch\":3}")
        .post("/runs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("field 'epoch' is not known"));
    given()
        .contentType("application/json")
        .body("{\"model\":\"m\",\"dataset\":\"d\",\"epochs\":\"many\"}")
        .post("/runs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", equalTo("epochs: a whole number is expected"));
    given()
        .contentType("application/json")
        .body("{\"model\":")
        .post("/runs")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-malformed"));
    when().get("/runs/none").then().statusCode(404).body("detail", containsString("none"));
    when().get("/models/none").then().statusCode(404);
  }

  @Test
  void shouldBeReadyOnceTheRegistryIsReadAndTellMetricsAndItsInterface() {
    await().atMost(LONG).until(() -> when().get("/q/health/ready").statusCode() == 200);
    when().get("/q/health/live").then().statusCode(200);
    when().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory"));
    String alias = "paths.'/models/{name}/aliases/{alias}'.";
    String schema = ".requestBody.content.'application/json'.schema.$ref";
    given()
        .queryParam("format", "json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths.'/runs'.post" + schema, containsString("/TrainingRequest"))
        .body(alias + "put" + schema, containsString("/Promotion"))
        .body(alias + "delete.responses", hasKey("409"))
        .body("components.schemas.Promotion.required", hasItems("version", "reason"))
        .body("components.schemas", not(hasKey("JsonNode")));
  }
}
