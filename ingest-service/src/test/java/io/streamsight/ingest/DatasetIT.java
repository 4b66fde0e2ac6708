package io.streamsight.ingest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data sets as reports, for records that came without the service. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class DatasetIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @Test
  void shouldReportTheRecordsOfAPlainProducer() throws Exception {
    byte[] cat = Pictures.jpeg(40, 30, 71);
    byte[] dog = Pictures.png(20, 60, 72);
    publish("audited", "audited.cat.1", cat, "train", "cat");
    publish("audited", "audited.cat.2", cat, "test", "cat");
    publish("audited", "audited.cat.3", cat, "train", "dog");
    publish("audited", "audited.dog.1", dog, "train", "dog");
    publish("audited", "audited.half", Pictures.firstHalf(cat), "train", "cat");
    assign("audited", "absent", "train", "cat");
    publish("audited", "audited.gone", Pictures.jpeg(8, 8, 73), "test", "cat");
    topics.write("image-splits", "audited/audited.gone", json("{\"withdrawn\":true}"));

    JsonPath report = awaitReport("audited", 4, 1, 1);

    assertThat(report.getMap("splits.train")).isEqualTo(Map.of("cat", 1, "dog", 2));
    assertThat(report.getMap("splits.test")).isEqualTo(Map.of("cat", 1));
    assertThat(report.getLong("bytes")).isEqualTo(3L * cat.length + dog.length);
    assertThat(report.getMap("width")).isEqualTo(Map.of("min", 20, "median", 40, "max", 40));
    assertThat(report.getMap("height")).isEqualTo(Map.of("min", 30, "median", 30, "max", 60));
    assertThat(report.getMap("formats")).isEqualTo(Map.of("JPEG", 3, "PNG", 1));
    assertThat(report.getInt("duplicates")).isEqualTo(1);
    assertThat(report.getInt("duplicatesAcrossSplits")).isEqualTo(1);
    assertThat(report.getInt("conflictingLabels")).isEqualTo(1);
    assertThat(report.getInt("withdrawn")).isEqualTo(1);
    assertThat(report.getString("digest")).hasSize(64);
    when().get("/datasets").then().statusCode(200).body("dataset", hasItem("audited"));

    findings("audited", "duplicates")
        .body("total", equalTo(1))
        .body("findings[0].contentHash", equalTo(Sha256.of(cat)))
        .body(
            "findings[0].images.imageId",
            equalTo(List.of("audited.cat.1", "audited.cat.2", "audited.cat.3")))
        .body("findings[0].images.split", equalTo(List.of("train", "test", "train")))
        .body("findings[0].images.label", equalTo(List.of("cat", "cat", "dog")));
    findings("audited", "missing").body("findings.imageId", equalTo(List.of("absent")));
    findings("audited", "withdrawn").body("findings.imageId", equalTo(List.of("audited.gone")));
    findings("audited", "unassigned").body("findings.imageId", hasItem("audited.gone"));
    findings("audited", "refused")
        .body("findings.imageId", equalTo(List.of("audited.half")))
        .body("findings.reason", equalTo(List.of("image-truncated")));
  }

  @Test
  void shouldFollowFromTheIndexAloneWithoutAnyImagesBytes() throws Exception {
    index("bodiless", new IndexRecord.Indexed("5e", 9, 4, 3, ImageFormat.PNG, 5, 1L << 40, true));
    assign("bodiless", "bodiless", "train", "cat");

    JsonPath report = awaitReport("bodiless", 1, 0, 0);
    assertThat(report.getInt("misplaced")).isEqualTo(1);
    assertThat(topics.read("images", "bodiless")).isEmpty();
    findings("bodiless", "misplaced")
        .body("findings.imageId", equalTo(List.of("bodiless")))
        .body("findings.partition", equalTo(List.of(5)));
  }

  @Test
  void shouldGiveYesterdaysPictureAfterARelabelAndAWithdrawal() throws Exception {
    for (int i = 0; i < 6; i++) {
      publish("dated", "dated." + i, Pictures.jpeg(8, 8, 80 + i), "train", "cat");
    }
    String yesterday = awaitReport("dated", 6, 0, 0).prettify();

    assign("dated", "dated.0", "train", "dog");
    topics.write("image-splits", "dated/dated.1", json("{\"withdrawn\":true}"));
    publish("dated", "dated.2", Pictures.jpeg(9, 9, 90), "train", "cat");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/datasets/dated")
                    .then()
                    .body("splits.train", equalTo(Map.of("cat", 4, "dog", 1)))
                    .body("width.max", equalTo(9)));

    JsonPath then = JsonPath.from(yesterday);
    String again =
        given()
            .queryParams(
                "indexOffsets",
                offsets(then, "indexOffsets"),
                "splitsOffsets",
                offsets(then, "splitsOffsets"))
            .get("/datasets/dated")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .prettify();
    assertThat(again).isEqualTo(yesterday);
    assertThat(report("dated").getString("digest")).isNotEqualTo(then.getString("digest"));
    given()
        .queryParams(
            "kind",
            "withdrawn",
            "indexOffsets",
            offsets(then, "indexOffsets"),
            "splitsOffsets",
            offsets(then, "splitsOffsets"))
        .get("/datasets/dated/findings")
        .then()
        .statusCode(200)
        .body("total", equalTo(0));
  }

  @Test
  void shouldRefuseOffsetsThatTheLogDoesNotHave() throws Exception {
    assign("bounded", "x", "train", "cat");
    awaitReport("bounded", 0, 1, 0);

    refusedAsOf("{\"0\":9000000}", "{}", "image-index-0 ends at offset");
    refusedAsOf("{}", "{\"0\":9000000}", "image-splits-0 ends at offset");
    refusedAsOf("{\"99\":0}", "{}", "image-index has no partition 99");
    refusedAsOf("yesterday", "{}", "indexOffsets=yesterday");
    given()
        .queryParam("indexOffsets", "{}")
        .get("/datasets/bounded")
        .then()
        .statusCode(400)
        .body("detail", containsString("both or neither"));
    given()
        .queryParams("indexOffsets", "{}", "splitsOffsets", "{}")
        .get("/datasets/bounded")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:streamsight:dataset-unknown"));
  }

  @Test
  void shouldTurnPagesOfFindingsAndRefuseOtherQuestions() throws Exception {
    for (int i = 0; i < 5; i++) {
      assign("paged", "absent." + i, "train", "cat");
    }
    awaitReport("paged", 0, 5, 0);

    given()
        .queryParams("kind", "missing", "offset", "3", "limit", "3")
        .get("/datasets/paged/findings")
        .then()
        .statusCode(200)
        .body("total", equalTo(5))
        .body("findings.imageId", equalTo(List.of("absent.3", "absent.4")))
        .body("splitsOffsets", not(anEmptyMap()));
    refusedFindings(Map.of(), "kind");
    refusedFindings(Map.of("kind", "copies"), "'copies'");
    refusedFindings(Map.of("kind", "missing", "limit", "0"), "limit=0");
    refusedFindings(Map.of("kind", "missing", "limit", "1001"), "limit=1001");
    refusedFindings(Map.of("kind", "missing", "offset", "first"), "offset=first");
    given()
        .queryParam("kind", "missing")
        .get("/datasets/nobody-has-it/findings")
        .then()
        .statusCode(404);
  }

  @Test
  void shouldTellOneImagesPlaceAndWhatTheIndexSays() throws Exception {
    publish("looked-up", "shelter/cat.9", Pictures.jpeg(12, 10, 95), "train", "cat");
    awaitReport("looked-up", 1, 0, 0);

    when()
        .get("/datasets/looked-up/images/shelter/cat.9")
        .then()
        .statusCode(200)
        .body("imageId", equalTo("shelter/cat.9"))
        .body("split", equalTo("train"))
        .body("label", equalTo("cat"))
        .body("withdrawn", equalTo(false))
        .body("image.status", equalTo("indexed"))
        .body("image.width", equalTo(12));
    when()
        .get("/datasets/looked-up/images/shelter/cat.10")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:streamsight:image-unknown"));
  }

  private void publish(String dataset, String id, byte[] image, String split, String label)
      throws Exception {
    topics.write("images", id, image);
    assign(dataset, id, split, label);
  }

  private void assign(String dataset, String id, String split, String label) throws Exception {
    topics.write(
        "image-splits",
        dataset + "/" + id,
        json("{\"split\":\"%s\",\"label\":\"%s\"}".formatted(split, label)));
  }

  private void index(String id, IndexRecord entry) throws Exception {
    topics.write("image-index", id, Json.write(entry));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonPath awaitReport(String dataset, int images, int missing, int refused) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/datasets/" + dataset)
                    .then()
                    .statusCode(200)
                    .body("images", equalTo(images))
                    .body("missing", equalTo(missing))
                    .body("refused", equalTo(refused)));
    return report(dataset);
  }

  private static JsonPath report(String dataset) {
    return when().get("/datasets/" + dataset).then().statusCode(200).extract().jsonPath();
  }

  private static String offsets(JsonPath report, String name) {
    return new String(Json.write(report.getMap(name)), StandardCharsets.UTF_8);
  }

  private static ValidatableResponse findings(String dataset, String kind) {
    return given()
        .queryParams("kind", kind, "limit", "1000")
        .get("/datasets/" + dataset + "/findings")
        .then()
        .statusCode(200);
  }

  private static void refusedFindings(Map<String, String> query, String detail) {
    given()
        .queryParams(query)
        .get("/datasets/paged/findings")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", containsString(detail));
  }

  private static void refusedAsOf(String index, String splits, String detail) {
    given()
        .queryParams("indexOffsets", index, "splitsOffsets", splits)
        .get("/datasets/bounded")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", containsString(detail));
  }
}
