package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.ended;
import static io.streamsight.trainer.PostedRuns.post;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.trainer.onnx.OnnxWeights;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What can become of a run besides a first version: cancelled, repeated, fine-tuned. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class RunsIT {
  @Inject IngestedImages images;

  private Map<String, float[]> weights(String model, int version) {
    String sha256 =
        when()
            .get("/models/" + model)
            .path("versions.find { it.version == %d }.sha256".formatted(version));
    return OnnxWeights.of(images.read("models", model + "/" + sha256).get(0).value());
  }

  private void awaitCleared(String runId) {
    for (String topic : List.of("training-checkpoints", "run-leases")) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(images.read(topic, runId))
                      .last()
                      .extracting(ConsumerRecord::value)
                      .isNull());
    }
  }

  /** What a cluster starts workers by. */
  private static void awaitOpenRuns(int count) {
    awaitMetric("streamsight_runs_open", count);
  }

  private static void awaitMetric(String name, int value) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(when().get("/q/metrics").asString().lines())
                    .contains(name + " " + (double) value));
  }

  @Test
  void shouldCancelWhatRunsAndWhatWaitsAndGoOnWithTheNext() throws Exception {
    images.publish("cancelled", 4);
    String running = post("cancelled", small("cancelled", Map.of("epochs", 10_000)));
    String waiting = post("cancelled", small("cancelled", Map.of()));
    String next = post("cancelled", small("cancelled", Map.of()));
    awaitOpenRuns(3);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                when()
                    .get("/runs/" + running)
                    .then()
                    .body("state", equalTo("running"))
                    .body("phase", equalTo("training"))
                    .body("worker", notNullValue())
                    .body("device", equalTo("cpu"))
                    .body("bestEpoch", greaterThan(0))
                    .body("secondsLeft", greaterThan(0f)));
    awaitMetric("streamsight_runs_waiting", 2);
    when().delete("/runs/" + waiting).then().statusCode(202).body("state", equalTo("cancelled"));
    when().delete("/runs/" + running).then().statusCode(202).body("state", equalTo("cancelled"));

    succeeded(next);
    awaitOpenRuns(0);
    when()
        .get("/runs/" + running)
        .then()
        .body("state", equalTo("cancelled"))
        .body("endedAt", notNullValue())
        .body("version", equalTo(null));
    assertThat(when().get("/runs/" + waiting + "/epochs").jsonPath().getList("")).isEmpty();
    awaitCleared(running);
    // Wanted twice is wanted once; what has ended can't be cancelled.
    when().delete("/runs/" + running).then().statusCode(202);
    when()
        .delete("/runs/" + next)
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:run-ended"))
        .body("detail", containsString("succeeded"));
    when().delete("/runs/nobody").then().statusCode(404);
    when().get("/runs/nobody/epochs").then().statusCode(404);
  }

  @Test
  void shouldRepeatARunOnTheVeryDataThatItHad() throws Exception {
    images.publish("repeated", 5);
    succeeded(
        post("repeated", small("repeated", Map.of("seed", 3, "settings", Map.of("mixup", 0.3)))));
    // What was published since must not matter.
    images.publish("since", 3);
    images.write(
        "image-splits", "repeated/since-train-cat-0", "{\"split\":\"train\",\"label\":\"cat\"}");

    JsonPath again = succeeded(post("repeated", Map.of("repeat", "repeated/1")));

    assertThat(again.getInt("version")).isEqualTo(2);
    assertThat(again.getString("repetition.of")).isEqualTo("repeated/1");
    assertThat(again.getBoolean("repetition.equal")).as(again.prettify()).isTrue();
    assertThat(again.getDouble("repetition.maxAbsDiff")).isZero();
    assertThat(again.getInt("request.epochs")).isEqualTo(2);
    assertThat(again.getFloat("request.settings.mixup")).isEqualTo(0.3f);
    assertThat(again.getString("request.settings.optimizer")).isEqualTo("adamw");
    when()
        .get("/models/repeated")
        .then()
        .body("versions", hasSize(2))
        .body("versions[1].images.train", equalTo(10))
        .body("versions[1].verdict.promote", equalTo(false))
        .body("versions[1].verdict.why", equalTo("a repetition of repeated/1: promote by hand"))
        .body("aliases", equalTo(Map.of("champion", 1)))
        .body(
            "versions[1].datasetDigest",
            equalTo(when().get("/models/repeated").path("versions[0].datasetDigest")));
  }

  @Test
  void shouldRefuseToRepeatWhatTheLogNoLongerGives() throws Exception {
    images.publish("moved", 3);
    String first = post("moved", small("moved", Map.of("epochs", 1)));
    succeeded(first);
    // A version whose data set was another: as after a restore of a topic that lost its beginning.
    String digest = when().get("/models/moved").path("versions[0].datasetDigest");
    for (ConsumerRecord<byte[], byte[]> record : images.read("registry", "moved")) {
      String proposal = new String(record.value(), StandardCharsets.UTF_8);
      if (proposal.contains("run-requested") || proposal.contains("candidate-published")) {
        images.write(
            "registry",
            "moved",
            proposal.replace(first, "restored").replace(digest, "0".repeat(64)));
      }
    }
    await()
        .atMost(LONG)
        .untilAsserted(() -> when().get("/models/moved").then().body("versions", hasSize(2)));

    JsonPath run = ended(post("moved", Map.of("repeat", "moved/2")));

    assertThat(run.getString("state")).isEqualTo("failed");
    assertThat(run.getString("reason")).isEqualTo("dataset-changed");
    assertThat(run.getString("error")).contains("moved/2", digest, "0".repeat(64));
  }

  /** The log may hold the bytes for a week: they once were trained on again and cached again. */
  @Test
  void shouldNotRepeatARunOnAnErasedImage() throws Exception {
    images.publish("forgotten", 3);
    succeeded(post("forgotten", small("forgotten", Map.of("epochs", 1))));
    String id = "forgotten-train-cat-0";
    images.write(
        "image-index",
        id,
        new String(
            Json.write(new IndexRecord.Erased(0, 1_000_000, false)), StandardCharsets.UTF_8));

    JsonPath run = ended(post("forgotten", Map.of("repeat", "forgotten/1")));

    assertThat(run.getString("state")).isEqualTo("failed");
    assertThat(run.getString("reason")).isEqualTo("image-lost");
    assertThat(run.getString("error")).contains(id, "erased");
    assertThat(when().get("/q/metrics").asString())
        .containsPattern("(?m)^streamsight_runs_failed_last_hour [1-9]");
  }

  @Test
  void shouldFineTuneAVersionAndCompareItOnImagesThatNeitherNorItsParentHasSeen() throws Exception {
    images.publish("parent", 4);
    images.publish("child", 4);
    // Two of the child's validation images were the parent's to learn from.
    for (String label : List.of("cat", "dog")) {
      images.write(
          "image-splits",
          "child/parent-train-%s-0".formatted(label),
          "{\"split\":\"validation\",\"label\":\"%s\"}".formatted(label));
    }
    succeeded(post("parent", small("parent", Map.of())));
    succeeded(post("child", small("child", Map.of())));

    JsonPath tuned =
        succeeded(
            post(
                "child",
                Map.of(
                    "dataset",
                    "child",
                    "recipe",
                    "quick",
                    "epochs",
                    2,
                    "batchSize",
                    8,
                    "fineTuning",
                    Map.of("from", "parent/1", "frozenBlocks", 1))));

    assertThat(tuned.getInt("request.width")).isEqualTo(16);
    assertThat(tuned.getInt("request.imageSize")).isEqualTo(32);
    assertThat(tuned.getBoolean("request.fineTuning.freezeBatchNorm")).isTrue();
    Map<String, float[]> before = weights("parent", 1);
    Map<String, float[]> after = weights("child", 2);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach(
        (path, values) -> {
          boolean same = Arrays.equals(values, before.get(path));
          boolean frozen = path.contains("norm") || path.startsWith("block1");
          if (frozen) {
            assertThat(same).as(path).isTrue();
          } else if (path.startsWith("dense.") || path.startsWith("block2.")) {
            assertThat(same).as(path).isFalse();
          }
        });
    when()
        .get("/models/child")
        .then()
        .body("versions[0].images.validation", equalTo(10))
        .body("versions[1].verdict.champion", equalTo(1))
        .body("versions[1].verdict.images", equalTo(8));
  }

  @Test
  void shouldFineTuneForOtherLabelsWithANewHead() throws Exception {
    images.publish("coarse", 4);
    for (String split : List.of("train", "validation", "test")) {
      for (int i = 0; i < 4; i++) {
        assign("fine", "coarse-%s-cat-%d".formatted(split, i), split, i < 2 ? "tabby" : "tiger");
        assign("fine", "coarse-%s-dog-%d".formatted(split, i), split, "dog");
      }
    }
    succeeded(post("coarse", small("coarse", Map.of())));

    succeeded(
        post(
            "fine",
            Map.of(
                "dataset",
                "fine",
                "recipe",
                "quick",
                "epochs",
                1,
                "batchSize",
                8,
                "fineTuning",
                Map.of("from", "coarse/1", "frozenBlocks", 2))));

    Map<String, float[]> before = weights("coarse", 1);
    Map<String, float[]> after = weights("fine", 1);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (path, values) -> {
          if (path.startsWith("dense.")) {
            assertThat(after.get(path)).as(path).hasSize(3 * values.length);
          } else {
            assertThat(after.get(path)).as(path).isEqualTo(values);
          }
        });
    when()
        .get("/models/fine/versions/1")
        .then()
        .body("metadata.labels", equalTo(List.of("dog", "tabby", "tiger")));
  }

  private void assign(String dataset, String id, String split, String label) throws Exception {
    images.write(
        "image-splits",
        dataset + "/" + id,
        "{\"split\":\"%s\",\"label\":\"%s\"}".formatted(split, label));
  }

  @Test
  void shouldRefuseWhatContradictsAVersionOrNamesNone() {
    given()
        .contentType("application/json")
        .body("{\"model\":\"m\",\"repeat\":\"nowhere/1\"}")
        .post("/runs")
        .then()
        .statusCode(409)
        .body("type", equalTo("urn:streamsight:conflict"))
        .body("detail", containsString("there is no nowhere/1"));
    given()
        .contentType("application/json")
        .body("{\"model\":\"m\",\"dataset\":\"d\",\"fineTuning\":{\"from\":\"nowhere\"}}")
        .post("/runs")
        .then()
        .statusCode(400)
        .body("detail", containsString("NAME/VERSION"));
  }

  @Test
  void shouldRefuseANetOverTheSizeLimitAtTheRequestAndNameTheSettingToRaise() throws Exception {
    String request =
        "{\"model\":\"huge\",\"dataset\":\"d\",\"architecture\":\"residual-convnet\",\"width\":512}";
    given()
        .contentType("application/json")
        .body(request)
        .post("/runs")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:model-too-large"))
        .body("detail", containsString("streamsight.max-model-bytes allows 67108864"));

    images.write("training-requests", "huge", request);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(images.read("training-requests-dlq", "huge"))
                    .singleElement()
                    .satisfies(
                        letter ->
                            assertThat(Event.header(letter.headers(), "dlq-reason"))
                                .isEqualTo("model-too-large")));
  }
}
