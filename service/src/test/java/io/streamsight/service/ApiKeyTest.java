package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiKeyProfile.class)
class ApiKeyTest {
  private static ValidatableResponse post(String authorization, String path) {
    return given().header("Authorization", authorization).post(path).then();
  }

  private static void assertProblem(ValidatableResponse answer, String detail) {
    answer
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType(Problem.MEDIA_TYPE)
        .body("type", equalTo("about:blank"))
        .body("title", equalTo("Unauthorized"))
        .body("status", equalTo(401))
        .body("detail", startsWith(detail));
  }

  @Test
  void shouldKnowWhoAsksByTheKey() {
    post("Bearer " + ApiKeyProfile.ANN, "/things").statusCode(200).body(equalTo("changed by ann"));
    post("bearer " + ApiKeyProfile.BOB, "/things").statusCode(200).body(equalTo("changed by bob"));
    given()
        .header("Authorization", "Bearer " + ApiKeyProfile.ANN)
        .body(new byte[100_000])
        .put("/things/a/b")
        .then()
        .body(equalTo("put 100000"));
  }

  @Test
  void shouldLetNobodySignForAnother() {
    post("Bearer " + ApiKeyProfile.ANN, "/things?by=ann").statusCode(200);
    post("Bearer " + ApiKeyProfile.ANN, "/things?by=bob")
        .statusCode(403)
        .contentType(Problem.MEDIA_TYPE)
        .body("title", equalTo("Forbidden"))
        .body("detail", startsWith("by is 'bob', and the token is of ann: "));
  }

  @Test
  void shouldSayThatATokenIsNeeded() {
    assertProblem(given().post("/things").then(), Refusal.TOKEN_NEEDED);
    assertProblem(given().body(new byte[1 << 20]).put("/things/1").then(), Refusal.TOKEN_NEEDED);
    assertProblem(given().delete("/things/1").then(), Refusal.TOKEN_NEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YW5uOmFubg==", "Bearer", "", "ann"})
  void shouldTakeNothingElseForAToken(String authorization) {
    assertProblem(post(authorization, "/things"), Refusal.TOKEN_NEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ann", "Bearer ann-0123456789abcdef0123456789abcdeF"})
  void shouldRefuseAWrongKeyWithoutRepeatingIt(String authorization) {
    assertProblem(post(authorization, "/things"), "The token is none of this service's API keys");
  }

  @Test
  void shouldRefuseALongToken() {
    assertProblem(
        post("Bearer " + "x".repeat(7_000), "/things"),
        "The token is none of this service's API keys");
    post("Bearer " + "x".repeat(30_000), "/things").statusCode(431);
  }

  @Test
  void shouldLetEverybodyRead() {
    given().get("/things").then().statusCode(200);
    given().head("/things").then().statusCode(200);
    given().post("/classify").then().statusCode(200).body(equalTo("classified"));
    given().post("/v2/models/pets/infer").then().statusCode(200);
    given().get("/q/openapi").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /not-there",
    "PATCH, /things",
    "TRACE, /things",
    "PROPFIND, /things",
    "POST, /classify/../things",
    "POST, /classify/%2e%2e/things",
    "POST, /v2/models/%2e%2e/infer",
    "POST, /classify;a=b"
  })
  void shouldGuardWhateverIsNotNamed(String method, String path) {
    given().urlEncodingEnabled(false).request(method, path).then().statusCode(401);
  }

  @Test
  void shouldNotSayWhetherThereIsSuchAnEndpoint() {
    given().post("/not-there").then().body("detail", containsString("A token is needed"));
    post("Bearer " + ApiKeyProfile.ANN, "/not-there").statusCode(404);
  }
}
