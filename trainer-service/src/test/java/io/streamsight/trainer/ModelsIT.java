package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.DecidedModels.DATASET;
import static io.streamsight.trainer.DecidedModels.decided;
import static io.streamsight.trainer.DecidedModels.merged;
import static io.streamsight.trainer.DecidedModels.send;
import static io.streamsight.trainer.PostedRuns.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.trainer.onnx.OnnxModel;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model, its file and its card. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ModelsIT {
  @Inject IngestedImages images;

  @BeforeEach
  void publishOnce() throws Exception {
    DecidedModels.publishOnce(images);
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
}
