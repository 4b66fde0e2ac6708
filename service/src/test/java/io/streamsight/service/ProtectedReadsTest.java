package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ApiKeyProfile.Reads.class)
class ProtectedReadsTest {
  @Test
  void shouldReadWithAKeyOnly() {
    given().get("/things").then().statusCode(401).contentType(Problem.MEDIA_TYPE);
    given().post("/classify").then().statusCode(401);
    given()
        .post("/v2/models/pets/infer")
        .then()
        .statusCode(401)
        .contentType("application/json")
        .body("error", equalTo(Refusal.TOKEN_NEEDED));
    given()
        .header("Authorization", "Bearer " + ApiKeyProfile.BOB)
        .get("/things")
        .then()
        .statusCode(200)
        .body(equalTo("read"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
  void shouldLeaveProbesOpen(String path) {
    given().get(path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/openapi", "/q/health/../openapi", "/q/health/%2e%2e/openapi", "/q/healthy"})
  void shouldLeaveNothingElseOpen(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(401);
  }
}
