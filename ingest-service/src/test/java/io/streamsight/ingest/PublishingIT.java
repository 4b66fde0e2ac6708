package io.streamsight.ingest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.image.ImageFormat;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class PublishingIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @Test
  void shouldPutAnImageAndItsPlaceOntoTheLogAndIntoTheDataSet() {
    byte[] image = Pictures.jpeg(40, 30, 1);

    given()
        .body(image)
        .queryParams("dataset", "published", "split", "train", "label", "cat")
        .put("/images/shelter/cat.1")
        .then()
        .statusCode(201)
        .body("imageId", equalTo("shelter/cat.1"))
        .body("contentHash", equalTo(Sha256.of(image)))
        .body("topic", equalTo("images"));

    ConsumerRecord<byte[], byte[]> published = topics.read("images", "shelter/cat.1").get(0);
    assertThat(published.value()).isEqualTo(image);
    assertThat(Event.header(published.headers(), "content-type")).isEqualTo("image/jpeg");
    assertThat(Event.header(published.headers(), "ce_type")).isEqualTo("io.streamsight.image.v1");
    assertThat(topics.read("image-splits", "published/shelter/cat.1"))
        .singleElement()
        .satisfies(
            record ->
                assertThat(new String(record.value(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"split\":\"train\",\"label\":\"cat\"}"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(topics.index("shelter/cat.1"))
                    .containsExactly(
                        new IndexRecord.Indexed(
                            Sha256.of(image),
                            image.length,
                            40,
                            30,
                            ImageFormat.JPEG,
                            published.partition(),
                            published.offset(),
                            false)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/datasets/published")
                    .then()
                    .statusCode(200)
                    .body("splits.train.cat", equalTo(1))
                    .body("images", equalTo(1))
                    .body("missing", equalTo(0))
                    .body("refused", equalTo(0)));
  }

  @Test
  void shouldPublishAnImageOfThreeMebibytes() {
    byte[] image = Pictures.png(1024, 1024, 2);
    assertThat(image.length).isGreaterThan(3 << 20);

    given().body(image).put("/images/large").then().statusCode(201);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(topics.index("large"))
                    .singleElement()
                    .isInstanceOf(IndexRecord.Indexed.class));
  }

  @Test
  void shouldRefuseABrokenImageAndLeaveNothingOnTheLog() {
    given()
        .body(Pictures.firstHalf(Pictures.jpeg(40, 30, 3)))
        .queryParams("dataset", "broken", "split", "train", "label", "cat")
        .put("/images/broken")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:image-truncated"));

    assertThat(topics.read("images", "broken")).isEmpty();
    assertThat(topics.read("image-splits", "broken/broken")).isEmpty();
  }

  @Test
  void shouldNameTheParameterThatIsWrong() {
    byte[] image = Pictures.jpeg(40, 30, 4);
    given()
        .body(image)
        .queryParams("dataset", "d", "split", "training", "label", "cat")
        .put("/images/misplaced")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", containsString("'training'"));
    given()
        .body(image)
        .queryParams("dataset", "d")
        .put("/images/misplaced")
        .then()
        .statusCode(400)
        .body("detail", containsString("all three or none"));

    given()
        .body(image)
        .queryParam("maxSide", 0)
        .put("/images/misplaced")
        .then()
        .statusCode(400)
        .body("detail", containsString("maxSide=0"));
    given()
        .body(image)
        .queryParams("dataset", "d", "split", "train", "lable", "cat")
        .put("/images/misplaced")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body(
            "detail",
            equalTo("'lable' is no parameter here: [dataset, label, maxSide, replace, split]"));

    assertThat(topics.read("images", "misplaced")).isEmpty();
  }

  /** Most clients do, and lose the answer if the connection is closed before. */
  @ParameterizedTest
  @CsvSource({
    "PUT, /images/large, 413",
    "POST, /images?lable=cat, 400",
    "PUT, /imports/large?lable=cat, 400",
    "PUT, /imports/no%20name, 400",
    "POST, /nothing, 404",
  })
  void shouldAnswerAClientThatSendsAllBeforeItLooks(String method, String path, int status)
      throws Exception {
    var address = new URL("http://localhost:" + RestAssured.port + path);
    var connection = (HttpURLConnection) address.openConnection();
    // More than sockets buffer.
    byte[] body = new byte[12 << 20];
    connection.setRequestMethod(method);
    connection.setDoOutput(true);
    connection.setReadTimeout(20_000);
    connection.setFixedLengthStreamingMode(body.length);
    connection.getOutputStream().write(body);
    assertThat(connection.getResponseCode()).isEqualTo(status);
  }

  @Test
  void shouldRefuseMoreBytesThanTheLimitBeforeReadingThem() {
    given()
        .body(new byte[BrokerResource.MAX_IMAGE_BYTES + 1])
        .put("/images/huge")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:image-too-large"));
  }

  @Test
  void shouldSayThatADataSetIsUnknown() {
    when()
        .get("/datasets/nobody-has-it")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:streamsight:dataset-unknown"));
  }

  @Test
  void shouldTellHealthMetricsAndInterface() {
    await().atMost(SOON).untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
    when().get("/q/health/live").then().statusCode(200);
    given().body(Pictures.jpeg(8, 8, 5)).put("/images/counted").then().statusCode(201);
    when()
        .get("/q/metrics")
        .then()
        .body(containsString("streamsight_images_published_total"))
        .body(containsString("kafka_consumer_fetch_manager_records_lag"));
    when().get("/q/openapi").then().body(containsString("/images/{id}"));
  }
}
