package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An OpenID provider that is away opens no door, and closes none that is open. */
@QuarkusTest
@TestProfile(OidcAwayTest.Away.class)
class OidcAwayTest {
  public static class Away implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "streamsight.auth", "oidc",
          "quarkus.oidc.auth-server-url", "http://127.0.0.1:1",
          "quarkus.oidc.client-id", "streamsight");
    }
  }

  @Test
  void shouldSayThatTokensCantBeChecked() {
    given()
        .header("Authorization", "Bearer some.token.here")
        .post("/things")
        .then()
        .statusCode(503)
        .contentType(Problem.MEDIA_TYPE)
        .body("title", equalTo("Service Unavailable"))
        .body("detail", startsWith("The token can't be checked now"));
    given().post("/things").then().statusCode(401);
    given().get("/things").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);
  }
}
