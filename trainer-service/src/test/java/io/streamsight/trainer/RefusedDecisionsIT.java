package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.DecidedModels.DATASET;
import static io.streamsight.trainer.DecidedModels.decided;
import static io.streamsight.trainer.DecidedModels.promote;
import static io.streamsight.trainer.DecidedModels.retire;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked for wrongly, and that nothing of it is recorded. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class RefusedDecisionsIT {
  @Inject IngestedImages images;

  @BeforeEach
  void publishOnce() throws Exception {
    DecidedModels.publishOnce(images);
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
          .body("detail", containsString(slip.substring(0, 4)));
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
    assertRefused("POST", "/runs?by=%20", run + "\"epochs\":1}", "by is empty");
    assertRefused(
        "POST", "/runs?buy=ann", run + "\"epochs\":1}", "'buy' is no parameter here: [by]");
    assertRefused("DELETE", "/runs/any?buy=ann", "", "'buy' is no parameter here: [by]");
    assertRefused("GET", "/models?name=strict", "", "'name' is no parameter here: []");
    assertRefused(
        "GET",
        "/architectures/mini-xception?sise=64",
        "",
        "'sise' is no parameter here: [blocks, classes, size, width]");
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
    promote("lengthy", "a", Map.of("version", 1, "by", "x".repeat(256)))
        .statusCode(400)
        .body("detail", equalTo("by has 256 characters, at most 255 are taken"));
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
