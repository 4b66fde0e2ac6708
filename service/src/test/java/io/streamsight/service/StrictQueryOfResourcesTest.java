package io.streamsight.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class StrictQueryOfResourcesTest {
  @Test
  void shouldTakeWhatAResourceDeclaresInWhateverWay() {
    given().post("/things?by=ann").then().statusCode(200).body(equalTo("changed by ann"));
    given()
        .get("/things/found?kind=a&max-size=1&colour=red&unit=px")
        .then()
        .statusCode(200)
        .body(equalTo("a 1 red px"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /things?buy=ann, '''buy'' is no parameter here: [by]'",
    "POST, /things?by=ann&by=bob, by is given twice: give it once",
    "GET, /things?x=1, '''x'' is no parameter here: []'",
    "GET, /things/found?maxSize=1, '''maxSize'' is no parameter here: [colour, kind, max-size, unit]'",
  })
  void shouldNameWhatIsASlip(String method, String path, String why) {
    given().request(method, path).then().statusCode(400).body("detail", equalTo(why));
  }

  @Test
  void shouldPassOverWhatAMethodNeedNotKnow() {
    given().get("/things/raw?x=1").then().statusCode(200).body(equalTo("[x]"));
  }

  @Test
  void shouldNotAskWhereThereIsNoResource() {
    given().get("/nothing?x=1").then().statusCode(404);
  }
}
