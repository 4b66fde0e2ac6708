package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for small runs over HTTP, and waits for what becomes of them. */
final class PostedRuns {
  static final Duration LONG = Duration.ofMinutes(3);

  private PostedRuns() {}

  static String post(String model, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("model", model);
    return given()
        .contentType("application/json")
        .body(request)
        .post("/runs")
        .then()
        .statusCode(202)
        .extract()
        .path("runId");
  }

  /** A net of one block that is trained in a second. */
  static Map<String, Object> small(String dataset, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>();
    request.putAll(
        Map.of(
            "dataset",
            dataset,
            "recipe",
            "quick",
            "imageSize",
            32,
            "width",
            16,
            "blocks",
            2,
            "epochs",
            2,
            "batchSize",
            8));
    request.putAll(more);
    return request;
  }

  static JsonPath ended(String runId) {
    await()
        .atMost(LONG)
        .until(
            () -> when().get("/runs/" + runId).path("state").toString(),
            state -> List.of("succeeded", "failed", "cancelled").contains(state));
    return when().get("/runs/" + runId).jsonPath();
  }

  static JsonPath succeeded(String runId) {
    JsonPath run = ended(runId);
    assertThat(run.getString("state")).as(run.prettify()).isEqualTo("succeeded");
    return run;
  }
}
