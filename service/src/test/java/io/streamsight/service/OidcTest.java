package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(IssuerResource.class)
class OidcTest {
  private Issuer issuer;

  private static ValidatableResponse post(String token, String path) {
    return given().header("Authorization", "Bearer " + token).post(path).then();
  }

  @Test
  void shouldKnowWhoAsksByTheToken() {
    post(issuer.token("ann", "editor"), "/things").statusCode(200).body(equalTo("changed by ann"));
    post(issuer.token("ann", "editor"), "/things?by=bob").statusCode(403);
  }

  @Test
  void shouldRefuseTokensThatAreNotTheProviders() {
    for (String token :
        List.of(
            issuer.expired("ann", "editor"),
            issuer.forged("ann", "editor"),
            issuer.unsigned("ann", "editor"),
            issuer.ofAnotherIssuer("ann", "editor"),
            issuer.forAnotherService("ann", "editor"),
            "no.good.token",
            "none")) {
      post(token, "/things")
          .statusCode(401)
          .header("WWW-Authenticate", "Bearer")
          .contentType(Problem.MEDIA_TYPE)
          .body("detail", startsWith("The token is not valid here, or no more"));
    }
    given().post("/things").then().statusCode(401).body("detail", equalTo(Refusal.TOKEN_NEEDED));
  }

  @Test
  void shouldTakeABodyWithAToken() {
    byte[] body = new byte[1 << 20];
    given()
        .header("Authorization", "Bearer " + issuer.token("ann", "editor"))
        .body(body)
        .put("/things/1")
        .then()
        .statusCode(200)
        .body(equalTo("put " + body.length));
  }

  @Test
  void shouldRefuseANameThatNoRecordKeeps() {
    String longest = "x".repeat(255);
    post(issuer.token(longest, "editor"), "/things")
        .statusCode(200)
        .body(equalTo("changed by " + longest));
    post(issuer.token(longest + "x", "editor"), "/things")
        .statusCode(403)
        .contentType(Problem.MEDIA_TYPE)
        .body("detail", startsWith("The name of the token's owner has 256 characters, 1 to 255"));
    post(issuer.token(" ", "editor"), "/things")
        .statusCode(403)
        .body("detail", startsWith("The name of the token's owner has 0 characters"));
    // Nobody's name is kept for these.
    String reader = issuer.token(longest + "x", "reader");
    given().header("Authorization", "Bearer " + reader).get("/things").then().statusCode(200);
    post(reader, "/v2/models/pets/infer").statusCode(200).body(equalTo("inferred"));
  }

  @Test
  void shouldNeedTheRoleForChangesOnly() {
    String token = issuer.token("eve", "reader");
    post(token, "/things")
        .statusCode(403)
        .contentType(Problem.MEDIA_TYPE)
        .body("detail", startsWith("The token is of eve, who lacks the role 'editor'"));
    given().header("Authorization", "Bearer " + token).get("/things").then().statusCode(200);
    given().get("/things").then().statusCode(401);
  }
}
