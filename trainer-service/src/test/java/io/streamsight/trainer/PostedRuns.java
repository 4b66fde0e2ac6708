package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks for small runs over HTTP, and waits for what becomes of them. */
final class PostedRuns {
  /** Training on a busy machine; nothing waits that long when it works. */
  static final Duration LONG = Duration.ofMinutes(3);

  private PostedRuns() {}

  static String post(String model, Map<String, Object> more) {
    return post(given(), model, more);
  }

  /**
   * @param http to the service that is asked
   */
  static String post(RequestSpecification http, String model, Map<String, Object> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("model", model);
    return http.contentType("application/json")
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
    return ended(RestAssured::given, runId);
  }

  static JsonPath ended(Supplier<RequestSpecification> http, String runId) {
    await()
        .atMost(LONG)
        .until(
            () -> http.get().get("/runs/" + runId).path("state").toString(),
            state -> List.of("succeeded", "failed", "cancelled").contains(state));
    return http.get().get("/runs/" + runId).jsonPath();
  }

  static JsonPath succeeded(String runId) {
    return succeeded(RestAssured::given, runId);
  }

  static JsonPath succeeded(Supplier<RequestSpecification> http, String runId) {
    JsonPath run = ended(http, runId);
    assertThat(run.getString("state")).as(run.prettify()).isEqualTo("succeeded");
    return run;
  }
}
