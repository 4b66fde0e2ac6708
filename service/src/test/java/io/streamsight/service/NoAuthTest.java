package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NoAuthTest {
  @Test
  void shouldLetEverybodyDoEverythingWhateverTokenComes() {
    given().post("/things").then().statusCode(200).body(equalTo("changed by null"));
    given()
        .header("Authorization", "Bearer of-another-service")
        .post("/things?by=ann")
        .then()
        .statusCode(200)
        .body(equalTo("changed by ann"));
    given().delete("/things/1").then().statusCode(200);
  }

  @Test
  void shouldRefuseWebPagesFromElsewhere() {
    given().header("Origin", "https://elsewhere.example").post("/things").then().statusCode(403);
  }

  @Test
  void shouldSayWhichOperationsMayAskForAToken() {
    given()
        .get("/q/openapi?format=json")
        .then()
        .body("components.securitySchemes.token.scheme", equalTo("bearer"))
        .body("paths.'/things'.post.security", hasItem(hasKey("token")))
        .body("paths.'/things'.post.responses", hasKey("401"))
        .body("paths.'/things'.get", not(hasKey("security")))
        .body("paths.'/classify'.post", not(hasKey("security")))
        .body("paths.'/v2/models/{name}/infer'.post", not(hasKey("security")));
  }
}
