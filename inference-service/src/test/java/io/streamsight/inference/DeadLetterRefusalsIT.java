package io.streamsight.inference;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.jpeg;
import static io.streamsight.inference.Letters.letter;
import static io.streamsight.inference.Letters.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the endpoints of dead letters refuse: a slip must not move a letter. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterRefusalsIT {
  private static final String MODEL = "letters-guarded";

  private final Installation installation =
      new Installation(
          ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));

  @BeforeAll
  void promote() {
    installation.publish(MODEL, FIRST);
    installation.champion(MODEL, null, 1);
  }

  @BeforeEach
  void awaitTheModel() {
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> when().get("/models").jsonPath().getList("name").contains(MODEL));
  }

  @AfterAll
  void disconnect() {
    installation.close();
  }

  @Test
  void shouldWantToKnowWhoDismisses() {
    for (String by : List.of("", "by=", "by=%20", "by=" + "x".repeat(256))) {
      given()
          .urlEncodingEnabled(false)
          .post(path("/dismiss", by))
          .then()
          .statusCode(400)
          .body("detail", startsWith("by"));
    }
  }

  /** Without its filter a dismissal would take every letter there is, for good. */
  @Test
  void shouldNotLoseAFilterToASlip() {
    Letters.write(
        installation, MODEL, "letters-kept", jpeg(10), 1_000_009, "dlq-reason", "model-checksum");
    for (String slip :
        List.of("reason=", "reasn=image-corrupt", "reason=model-unknown&reason=image-corrupt")) {
      for (String request : List.of("/dismiss", "/replay")) {
        String by = request.equals("/dismiss") ? "&by=ann" : "";
        given()
            .post(path(request, slip + by))
            .then()
            .statusCode(400)
            .body("detail", containsString(slip.substring(0, slip.indexOf('='))));
      }
    }
    assertThat(letter("letters-kept", "reason=model-checksum")).isNotNull();
  }

  @Test
  void shouldNotTakeAReasonThatThereIsNotForAllClear() {
    String query = "reason=model-unknwon";
    for (Response answer :
        List.of(
            given().get(path("", query)),
            given().post(path("/replay", query)),
            given().post(path("/dismiss", query + "&by=ann")))) {
      answer
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:streamsight:event-invalid"))
          .body("detail", startsWith("There is no reason 'model-unknwon', but "))
          .body("detail", containsString(", model-unknown,"));
    }
  }

  @Test
  void shouldRefuseWhatAWebPageFromElsewhereSends() {
    Letters.write(
        installation, MODEL, "letters-page", jpeg(10), 1_000_007, "dlq-reason", "model-self-test");
    String replay = path("/replay", "reason=model-self-test");
    for (String page : List.of("https://elsewhere.example", "http://localhost:1", "null")) {
      given().header("Origin", page).post(replay).then().statusCode(403);
    }
    given().header("Origin", "null").post(path("/dismiss", "by=page")).then().statusCode(403);
    assertThat(letter("letters-page", "")).containsEntry("open", true);

    String ours = RestAssured.baseURI + ":" + RestAssured.port;
    given().header("Origin", ours).post(replay).then().statusCode(200).body("replayed", is(1));
  }

  @Test
  void shouldSayWhichLimitsThereAre() {
    given()
        .get("/dead-letters/classification-requests?limit=0")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", startsWith("limit=0"));
    given().get("/dead-letters/images").then().statusCode(404);
    when()
        .get("/q/openapi")
        .then()
        .body(containsString("/dead-letters/classification-requests/replay"));
  }
}
