package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.post;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.trainer.onnx.OnnxModel;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions about a model of three versions: each test has one of its own. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ModelsIT {
  private static final String DATASET = "decided";
  private static boolean published;

  @Inject IngestedImages images;

  @BeforeEach
  void publishOnce() throws Exception {
    if (!published) {
      images.publish(DATASET, 4);
      published = true;
    }
  }

  /** The gate may have moved champion on: each test begins with it at version 1. */
  private static void threeVersions(String model) {
    for (int seed = 1; seed <= 3; seed++) {
      decided(model, seed);
    }
    promote(model, "champion", Map.of("version", 1)).statusCode(200);
  }

  /** Trains a version and waits until the gate's verdict has had its effect. */
  private static void decided(String model, int version) {
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

  private static ValidatableResponse promote(
      String model, String alias, Map<String, Object> promotion) {
    return send(
        "PUT",
        "/models/%s/aliases/%s".formatted(model, alias),
        merged(promotion, Map.of("reason", "better on the test photos", "by", "ann")));
  }

  private static ValidatableResponse rollBack(String model) {
    return send(
        "POST",
        "/models/%s/aliases/champion/rollback".formatted(model),
        Map.of("reason", "too many cats", "by", "bob"));
  }

  private static ValidatableResponse retire(String model, int version) {
    return send(
        "POST",
        "/models/%s/versions/%d/retire".formatted(model, version),
        Map.of("reason", "wrong labels", "by", "ann"));
  }

  private static ValidatableResponse send(String method, String path, Object body) {
    Response response = given().contentType("application/json").body(body).request(method, path);
    return response.then();
  }

  private static Map<String, Object> merged(Map<String, Object> a, Map<String, Object> b) {
    var all = new HashMap<>(b);
    all.putAll(a);
    return all;
  }

  @Test
  void shouldPromoteAndRollBackStepByStepAndTellAllOfIt() {
    threeVersions("moved-on");
    promote("moved-on", "champion", Map.of("version", 2)).body("before", equalTo(1));
    promote("moved-on", "champion", Map.of("version", 3)).body("before", equalTo(2));
    promote("moved-on", "candidate", Map.of("version", 2)).body("before", nullValue());

    rollBack("moved-on").statusCode(200).body("version", equalTo(2)).body("before", equalTo(1));
    rollBack("moved-on").statusCode(200).body("version", equalTo(1));
    given()
        .queryParam("reason", "tried")
        .queryParam("by", "ann")
        .delete("/models/moved-on/aliases/candidate")
        .then()
        .statusCode(200)
        .body("version", nullValue());

    when().get("/models/moved-on").then().body("aliases", equalTo(Map.of("champion", 1)));
    String path = "findAll { it.alias == 'champion' && it.by == '%s' }";
    when()
        .get("/models/moved-on/history")
        .then()
        .body(path.formatted("bob") + ".from", contains(3, 2))
        .body(path.formatted("bob") + ".to", contains(2, 1))
        .body(path.formatted("bob") + ".rollback", contains(true, true))
        .body("findAll { it.by != 'bob' }.rollback", everyItem(nullValue()))
        .body(path.formatted("bob") + ".reason", everyItem(equalTo("too many cats")))
        .body("findAll { it.proposal == 'candidate-published' }.version", contains(1, 2, 3))
        .body("findAll { it.alias == 'candidate' }.to", contains(2, null))
        .body("at", everyItem(notNullValue()))
        .body("findAll { it.ignored != null }", empty());
  }

  @Test
  void shouldTellTheSecondOfTwoWhoMoveAnAliasThatItPointsElsewhere() {
    threeVersions("contested");
    promote("contested", "champion", Map.of("version", 2, "from", 1)).statusCode(200);
    promote("contested", "champion", Map.of("version", 3, "from", 1))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:conflict"))
        .body("detail", equalTo("champion of contested points to version 2, not to version 1"));
    when().get("/models/contested").then().body("aliases.champion", equalTo(2));
    // Asked for twice is asked for once, also by who has not heard of the first answer.
    promote("contested", "champion", Map.of("version", 2)).statusCode(200);
    promote("contested", "champion", Map.of("version", 2, "from", 1))
        .statusCode(200)
        .body("from", equalTo(2))
        .body("version", equalTo(2));
    when()
        .get("/models/contested/history")
        .then()
        .body("findAll { it.to == 2 && it.by == 'ann' }", hasSize(1))
        .body("findAll { it.to == 3 && it.by == 'ann' }.ignored", contains(notNullValue()));
  }

  @Test
  void shouldNotRetireWhatIsServedNorServeWhatIsRetired() {
    threeVersions("retired");
    retire("retired", 1)
        .statusCode(409)
        .body("detail", containsString("champion points to version 1"));
    promote("retired", "champion", Map.of("version", 3)).statusCode(200);
    retire("retired", 1)
        .statusCode(200)
        .body("retired", equalTo(true))
        .body("changed", equalTo(true));
    retire("retired", 1).statusCode(200).body("changed", equalTo(false));
    when()
        .get("/models/retired/versions/1")
        .then()
        .body("retirement.by", equalTo("ann"))
        .body("retirement.reason", equalTo("wrong labels"))
        .body("retirement.at", notNullValue());
    when()
        .get("/models/retired")
        .then()
        .body("versions.findAll { it.version == 1 }.retirement.reason", contains("wrong labels"));
    promote("retired", "champion", Map.of("version", 1))
        .statusCode(409)
        .body("detail", equalTo("version 1 of retired is retired"));
  }

  /** It was refused: promoting the version before counted as a step back. */
  @Test
  void shouldRollBackAPromotionToTheVersionBeforeThatWasAMistake() {
    threeVersions("mistaken");
    promote("mistaken", "champion", Map.of("version", 2)).statusCode(200);
    promote("mistaken", "champion", Map.of("version", 1)).body("before", equalTo(2));
    rollBack("mistaken").statusCode(200).body("version", equalTo(2)).body("before", equalTo(1));
    rollBack("mistaken").statusCode(200).body("version", equalTo(1));
  }

  @Test
  void shouldTakeTheSameRequestManyTimesAtOnce() throws Exception {
    decided("hurried", 1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 1; round <= 5; round++) {
        String alias = "round-" + round;
        Callable<Integer> put =
            () -> promote("hurried", alias, Map.of("version", 1)).extract().response().statusCode();
        for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(8, put))) {
          assertThat(answer.get()).isEqualTo(200);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldRollBackOnceThoughItIsAskedForTwice() {
    threeVersions("impatient");
    promote("impatient", "champion", Map.of("version", 2)).statusCode(200);
    promote("impatient", "champion", Map.of("version", 3)).statusCode(200);
    Map<String, Object> body = Map.of("reason", "too many cats", "by", "bob", "from", 3);
    String path = "/models/impatient/aliases/champion/rollback";
    send("POST", path, body)
        .statusCode(200)
        .body("from", equalTo(3))
        .body("version", equalTo(2))
        .body("before", equalTo(1));
    send("POST", path, body)
        .statusCode(409)
        .body("detail", equalTo("champion of impatient points to version 2, not to version 3"));
    rollBack("impatient").statusCode(200).body("version", equalTo(1));
    when().get("/models/impatient/aliases/champion").then().body("version", equalTo(1));
  }

  @Test
  void shouldRemoveChampionAndNotServeAgainUntilSomebodySaysSo() {
    decided("removed", 1);
    given()
        .queryParam("reason", "off")
        .queryParam("by", "ann")
        .queryParam("from", 1)
        .delete("/models/removed/aliases/champion")
        .then()
        .statusCode(200)
        .body("from", equalTo(1))
        .body("version", nullValue())
        .body("before", equalTo(1));
    decided("removed", 2);
    when()
        .get("/models/removed")
        .then()
        .body("versions[1].verdict.promote", equalTo(false))
        .body("versions[1].verdict.why", containsString("removed"))
        .body("aliases.champion", nullValue());
    rollBack("removed").statusCode(200).body("version", equalTo(1));
    rollBack("removed")
        .statusCode(409)
        .body("detail", containsString("nothing to roll champion of removed back to"));
  }

  @Test
  void shouldGiveTheFileAndItsCard() throws Exception {
    decided("exported", 1);
    String sha256 = when().get("/models/exported").path("versions[0].sha256");
    byte[] onnx =
        when()
            .get("/models/exported/versions/1/file")
            .then()
            .statusCode(200)
            .header("ETag", equalTo("\"%s\"".formatted(sha256)))
            .header("Content-Disposition", containsString("exported-1.onnx"))
            .extract()
            .asByteArray();
    assertThat(Sha256.of(onnx)).isEqualTo(sha256);
    given()
        .header("If-None-Match", "\"%s\"".formatted(sha256))
        .get("/models/exported/versions/1/file")
        .then()
        .statusCode(304)
        .body(is(emptyString()));
    given()
        .header("If-None-Match", "\"other\"")
        .get("/models/exported/versions/1/file")
        .then()
        .statusCode(200);
    try (OnnxModel model = OnnxModel.load(onnx, 1)) {
      ModelMetadata metadata = ModelMetadata.ofProperties(model.metadata());
      assertThat(metadata.model()).isEqualTo("exported");
      int images =
          metadata.metrics().testConfusion().stream()
              .flatMap(List::stream)
              .mapToInt(Integer::intValue)
              .sum();
      assertThat(images).isEqualTo(8);
    }
    when()
        .get("/models/exported/versions/1")
        .then()
        .body("file.sha256", equalTo(sha256))
        .body("aliases", contains("champion"))
        .body("metadata.labels", contains("cat", "dog"))
        .body("metadata.metrics.validationConfusion", hasSize(2))
        .body("metadata.lineage.dataset", equalTo(DATASET))
        .body("verdict.promote", equalTo(true))
        .body("publishedAt", notNullValue());
  }

  @Test
  void shouldSayWhatIsWrongWithADecision() {
    decided("checked", 1);
    promote("checked", "champion", Map.of("version", 7))
        .statusCode(404)
        .body("detail", equalTo("checked has no version 7"));
    promote("nobody", "champion", Map.of("version", 1)).statusCode(404);
    promote("checked", "champion", Map.of())
        .statusCode(400)
        .body("detail", containsString("version is missing"));
    promote("checked", "champion", Map.of("version", 1, "reason", " "))
        .statusCode(400)
        .body("detail", containsString("reason is missing"));
    promote("checked", "a b", Map.of("version", 1))
        .statusCode(400)
        .body("detail", containsString("a b"));
    promote("checked", "champion", Map.of("version", 1, "form", 2))
        .statusCode(400)
        .body("detail", containsString("form"));
    given().delete("/models/checked/aliases/champion").then().statusCode(400);
    for (String slip : List.of("form=1", "from=", "from=1&from=1", "from=x")) {
      when()
          .delete("/models/checked/aliases/champion?reason=off&by=ann&" + slip)
          .then()
          .statusCode(400)
          .body("detail", startsWith(slip.substring(0, 4)));
    }
    when()
        .delete("/models/checked/aliases/nobody?reason=off&by=ann")
        .then()
        .statusCode(404)
        .body("detail", equalTo("checked has no alias nobody"));
    when().get("/models/checked/versions/7").then().statusCode(404);
    when().get("/models/checked/versions/7/file").then().statusCode(404);
    when().get("/models/nobody/history").then().statusCode(404);
    when().get("/models/nobody/aliases/champion").then().statusCode(404);
    when()
        .get("/models/checked/aliases/nobody")
        .then()
        .statusCode(404)
        .body("detail", equalTo("checked has no alias nobody"));
    for (String path : List.of("abc", "abc/file", "1.5", "0", "99999999999")) {
      when().get("/models/checked/versions/" + path).then().statusCode(400);
    }
    given()
        .contentType("application/json")
        .put("/models/checked/aliases/champion")
        .then()
        .statusCode(400)
        .body("detail", containsString("version, from, reason, by"));
  }

  @Test
  void shouldRecordNothingOfWhatIsMeantOtherwiseThanWritten() {
    decided("strict", 1);
    int before = when().get("/models/strict/history").jsonPath().getList("").size();
    String alias = "/models/strict/aliases/champion";
    String more = ",\"reason\":\"r\",\"by\":\"ann\"}";
    assertRefused("PUT", alias, "{\"version\":1.9" + more, "version: a whole number is expected");
    assertRefused("PUT", alias, "{\"version\":\"1\"" + more, "version: a whole number is expected");
    assertRefused("PUT", alias, "{\"version\":1,\"from\":\"3\"" + more, "from: a whole number");
    assertRefused("PUT", alias, "{\"version\":1,\"from\":0" + more, "from 0 is below 1");
    assertRefused("PUT", alias, "{\"version\":1,\"version\":1" + more, "version");
    assertRefused("PUT", alias, "{\"version\":0" + more, "version 0");
    assertRefused("PUT", alias, "{\"version\":1,\"reason\":5,\"by\":\"a\"}", "reason: a text");
    assertRefused("POST", alias + "/rollback", "{\"from\":1.5" + more, "from: a whole number");
    assertRefused("POST", alias + "/rollback", "{\"from\":-1" + more, "from -1 is below 1");
    String retire = "/models/strict/versions/1/retire";
    assertRefused("POST", retire, "{\"reason\":\"r\",\"by\":7}", "by: a text is expected");
    String run = "{\"model\":\"strict\",\"dataset\":\"" + DATASET + "\",";
    assertRefused("POST", "/runs", run + "\"epochs\":1.9}", "epochs: a whole number is expected");
    assertRefused("POST", "/runs", run + "\"seed\":1,\"seed\":2}", "seed");
    assertRefused("POST", "/runs?by=%20", run + "\"epochs\":1}", "by is missing");
    for (String name : List.of("Champion", "a.", "%2e%2e%2fx", "x".repeat(65))) {
      assertRefused(
          "PUT", "/models/strict/aliases/" + name, "{\"version\":1" + more, "the alias '");
    }
    // To a server these are other paths than an alias's.
    for (String name : List.of(".", "..", "%2E%2E")) {
      given()
          .urlEncodingEnabled(false)
          .contentType("application/json")
          .body("{\"version\":1" + more)
          .put("/models/strict/aliases/" + name)
          .then()
          .statusCode(both(greaterThanOrEqualTo(400)).and(lessThan(500)));
    }
    for (String from : List.of("abc", "0", "1.0")) {
      String query = "?reason=r&by=ann&from=" + from;
      assertRefused("DELETE", alias + query, "", "from " + (from.equals("0") ? "0" : "'" + from));
    }
    when().get("/models/strict/history").then().body("", hasSize(before));
  }

  @Test
  void shouldTakeNoTextThatIsTooLongForTheHistory() {
    decided("lengthy", 1);
    int before = when().get("/models/lengthy/history").jsonPath().getList("").size();
    promote("lengthy", "a", Map.of("version", 1, "reason", "x".repeat(1_001)))
        .statusCode(400)
        .body("detail", equalTo("reason has 1001 characters, at most 1000 are taken"));
    promote("lengthy", "a", Map.of("version", 1, "by", "x".repeat(201)))
        .statusCode(400)
        .body("detail", equalTo("by has 201 characters, at most 200 are taken"));
    promote("lengthy", "a", Map.of("version", 1, "reason", "x".repeat(70_000)))
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("at most 65536"));
    given()
        .queryParam("reason", "x".repeat(1_001))
        .queryParam("by", "ann")
        .delete("/models/lengthy/aliases/champion")
        .then()
        .statusCode(400);
    when().get("/models/lengthy/history").then().body("", hasSize(before));
    promote("lengthy", "a", Map.of("version", 1, "reason", "\u00e4".repeat(1_000))).statusCode(200);
  }

  @Test
  void shouldSayWhatIsWrongWithABodyInPlainWords() {
    decided("broken", 1);
    String path = "/models/broken/aliases/champion";
    String deep = "{\"version\":" + "[".repeat(5_000);
    for (String body : List.of("{\"version\":1,", "{\"version\":[1}", deep, "nonsense", "[]")) {
      assertRefused("PUT", path, body, "")
          .body("title", equalTo("Send JSON as /q/openapi describes it."))
          .body("detail", not(containsString("REDACTED")));
    }
    given()
        .contentType("text/plain")
        .body("version=1")
        .put(path)
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("detail", containsString("send application/json"));
  }

  @Test
  void shouldTellWhoAskedForARun() {
    Map<String, Object> body =
        merged(small(DATASET, Map.of("epochs", 1)), Map.of("model", "asked"));
    String runId = send("POST", "/runs?by=ann", body).statusCode(202).extract().path("runId");
    when().delete("/runs/" + runId + "?by=bob").then().statusCode(202);
    when()
        .get("/models/asked/history")
        .then()
        .body("proposal", contains("run-requested", "run-cancelled"))
        .body("by", contains("ann", "bob"));
  }

  private static ValidatableResponse assertRefused(
      String method, String path, String body, String words) {
    return given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body(body)
        .request(method, path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(words));
  }
}
