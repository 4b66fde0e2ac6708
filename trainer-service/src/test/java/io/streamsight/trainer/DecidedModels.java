package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.post;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Models with versions, and what is decided about them over HTTP. */
final class DecidedModels {
  static final String DATASET = "decided";
  private static boolean published;

  private DecidedModels() {}

  /** What all of them are trained on. */
  static void publishOnce(IngestedImages images) throws Exception {
    if (!published) {
      images.publish(DATASET, 4);
      published = true;
    }
  }

  /** The gate may have moved champion on: each test begins with it at version 1. */
  static void threeVersions(String model) {
    for (int seed = 1; seed <= 3; seed++) {
      decided(model, seed);
    }
    promote(model, "champion", Map.of("version", 1)).statusCode(200);
  }

  /** Trains a version and waits until the gate's verdict has had its effect. */
  static void decided(String model, int version) {
    succeeded(post(model, small(DATASET, Map.of("epochs", 1, "seed", version))));
    boolean promoted =
        when().get("/models/" + model).path("versions[%d].verdict.promote".formatted(version - 1));
    await()
        .atMost(LONG)
        .until(
            () ->
                !promoted
                    || Objects.equals(
                        version,
                        when()
                            .get("/models/%s/aliases/champion".formatted(model))
                            .path("version")));
  }

  static ValidatableResponse promote(String model, String alias, Map<String, Object> promotion) {
    return send(
        "PUT",
        "/models/%s/aliases/%s".formatted(model, alias),
        merged(promotion, Map.of("reason", "better on the test photos", "by", "ann")));
  }

  static ValidatableResponse rollBack(String model) {
    return send(
        "POST",
        "/models/%s/aliases/champion/rollback".formatted(model),
        Map.of("reason", "too many cats", "by", "bob"));
  }

  static ValidatableResponse retire(String model, int version) {
    return send(
        "POST",
        "/models/%s/versions/%d/retire".formatted(model, version),
        Map.of("reason", "wrong labels", "by", "ann"));
  }

  static ValidatableResponse send(String method, String path, Object body) {
    Response response = given().contentType("application/json").body(body).request(method, path);
    return response.then();
  }

  static Map<String, Object> merged(Map<String, Object> a, Map<String, Object> b) {
    var all = new HashMap<>(b);
    all.putAll(a);
    return all;
  }
}
