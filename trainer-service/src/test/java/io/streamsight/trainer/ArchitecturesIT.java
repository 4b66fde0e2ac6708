package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ArchitecturesIT {
  @Test
  void shouldListTheNetsWithTheirUsualSize() {
    when()
        .get("/architectures")
        .then()
        .statusCode(200)
        .body("architecture", contains("mini-xception", "residual-convnet", "baseline-convnet"))
        .body("blocks", contains(5, 3, 5))
        .body("smallestImageSize", contains(16, 16, 78));
  }

  @Test
  void shouldShowANetLayerByLayer() {
    when()
        .get("/architectures/residual-convnet?size=32&classes=10")
        .then()
        .statusCode(200)
        .body("architecture", equalTo("residual-convnet"))
        .body("classes", equalTo(10))
        .body("width", equalTo(32))
        .body("layers[2].name", equalTo("block1.branch.conv1"))
        .body("layers[2].type", equalTo("Convolution"))
        .body("layers[2].outputShape", contains(null, 32, 32, 32))
        .body("layers[2].inputs", contains("scaled"))
        .body("layers[-1].outputShape", contains(null, 10))
        // One unit has 129 parameters of 297,697; ten have 1,290.
        .body("parameters", equalTo(297_697 - 129 + 1_290))
        .body("statistics", equalTo(0));
  }

  @ParameterizedTest
  @CsvSource({
    "mini-xception?size=8, imageSize 8 is not within 16 to 512",
    "mini-xception?size=big, size 'big' is not a whole number",
    "mini-xception?classes=1, classes 1 is not within 2 to 10000",
    "mini-xception?width=20, width 20 is not a multiple of 16",
    "mini-xception?blocks=0, blocks 0 is not within 1 to 8",
    "baseline-convnet?size=64, imageSize 64 is too small",
  })
  void shouldRefuseWithTheValueWhatNoNetCanHave(String path, String why) {
    String type =
        when()
            .get("/architectures/" + path)
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .body("detail", containsString(why))
            .extract()
            .path("type");
    assertThat(type).isEqualTo("urn:streamsight:event-invalid");
  }

  @Test
  void shouldNameTheKnownNetsWhenAskedForAnother() {
    when()
        .get("/architectures/vgg")
        .then()
        .statusCode(404)
        .body("detail", containsString("known: mini-xception, residual-convnet"));
  }

  @Test
  void shouldRefuseWhatAWebPageFromElsewhereSends() {
    for (String page : List.of("https://elsewhere.example", "null")) {
      given()
          .header("Origin", page)
          .contentType("application/json")
          .body("{\"model\":\"page\",\"dataset\":\"page\"}")
          .post("/runs")
          .then()
          .statusCode(403);
    }
    when().get("/runs").then().statusCode(200).body("model", not(hasItem("page")));
  }
}
