package io.streamsight.ingest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.streamsight.contract.dataset.IndexRecord;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Each answer must hold for the very next question: nothing is awaited after a correction. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class CorrectionsIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @Test
  void shouldAssignRelabelMoveAndWithdrawAndShowItAtOnce() {
    given()
        .contentType("application/json")
        .body("{\"split\":\"train\",\"label\":\"cat\"}")
        .put("/datasets/corrected/images/shelter/a.jpg")
        .then()
        .statusCode(200)
        .body("split", equalTo("train"))
        .body("topic", equalTo("image-splits"));
    assertPlace("train", "cat");

    JsonPath relabelled = patch("corrected", "{\"label\":\"dog\"}", 200);
    assertPlace("train", "dog");
    patch("corrected", "{\"split\":\"test\"}", 200);
    assertPlace("test", "dog");

    ConsumerRecord<byte[], byte[]> record =
        topics.read("image-splits", "corrected/shelter/a.jpg").get(1);
    assertThat(record.partition()).isEqualTo(relabelled.getInt("partition"));
    assertThat(record.offset()).isEqualTo(relabelled.getLong("offset"));
    assertThat(new String(record.value(), StandardCharsets.UTF_8))
        .isEqualTo("{\"split\":\"train\",\"label\":\"dog\"}");

    when()
        .delete("/datasets/corrected/images/shelter/a.jpg")
        .then()
        .statusCode(200)
        .body("withdrawn", equalTo(true))
        .body("split", nullValue());
    when()
        .get("/datasets/corrected")
        .then()
        .body("missing", equalTo(0))
        .body("withdrawn", equalTo(1));
    when()
        .delete("/datasets/corrected/images/shelter/never.jpg")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:streamsight:image-unknown"));
  }

  @Test
  void shouldWithdrawTwiceAsOnceAndBringBackWithSplitAndLabel() throws Exception {
    put("again", "{\"split\":\"train\",\"label\":\"dog\"}");
    withdraw("again").body("offset", notNullValue());
    withdraw("again").body("withdrawn", equalTo(true)).body("offset", nullValue());
    assertThat(topics.read("image-splits", "again/shelter/a.jpg")).hasSize(2);

    assertThat(patch("again", "{\"label\":\"cat\"}", 404).getString("detail"))
        .isEqualTo(
            "Image 'shelter/a.jpg' was withdrawn from data set 'again': split and label together"
                + " bring it back");
    patch("again", "{\"split\":\"test\",\"label\":\"cat\"}", 200);
    when()
        .get("/datasets/again/images/shelter/a.jpg")
        .then()
        .body("withdrawn", equalTo(false))
        .body("split", equalTo("test"))
        .body("label", equalTo("cat"));
  }

  private static void put(String dataset, String place) {
    given()
        .contentType("application/json")
        .body(place)
        .put("/datasets/" + dataset + "/images/shelter/a.jpg")
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse withdraw(String dataset) {
    return when().delete("/datasets/" + dataset + "/images/shelter/a.jpg").then().statusCode(200);
  }

  private static void assertPlace(String split, String label) {
    when()
        .get("/datasets/corrected/images/shelter/a.jpg")
        .then()
        .statusCode(200)
        .body("split", equalTo(split))
        .body("label", equalTo(label));
  }

  private static JsonPath patch(String dataset, String body, int status) {
    return given()
        .contentType("application/json")
        .body(body)
        .patch("/datasets/" + dataset + "/images/shelter/a.jpg")
        .then()
        .statusCode(status)
        .extract()
        .jsonPath();
  }

  @Test
  void shouldRefuseMalformedCorrectionsAndWriteNothing() {
    refused("strict", "{\"split\":\"training\",\"label\":\"cat\"}", "event-invalid", "'training'");
    refused("strict", "{\"split\":\"train\"}", "event-invalid", "label");
    refused("strict", "{}", "event-invalid", "Neither split nor label");
    refused("strict", "train,cat", "event-malformed", "");
    refused("strict", "", "event-malformed", "The body is empty");
    refused(
        "strict",
        "{\"split\":\"train\",\"label\":\"cat\",\"lable\":\"dog\"}",
        "event-invalid",
        "field 'lable' is not known; known: label, split");
    refused("strict", "{\"split\":\"train\",\"label\":5}", "event-malformed", "label: a text");
    refused(
        "strict",
        "{\"split\":\"train\",\"label\":\"cat\",\"label\":\"dog\"}",
        "event-malformed",
        "'label'");
    refused("-strict", "{\"split\":\"train\",\"label\":\"cat\"}", "event-invalid", "'-strict'");
    when().get("/datasets/strict").then().statusCode(404);
  }

  @Test
  void shouldChangeNothingWhenAFieldIsMisspelt() {
    given()
        .contentType("application/json")
        .body("{\"split\":\"train\",\"label\":\"cat\"}")
        .put("/datasets/slips/images/shelter/a.jpg")
        .then()
        .statusCode(200);
    JsonPath problem = patch("slips", "{\"label\":\"dog\",\"spilt\":\"test\"}", 400);
    assertThat(problem.getString("type")).isEqualTo("urn:streamsight:event-invalid");
    assertThat(problem.getString("detail")).startsWith("field 'spilt' is not known");
    when()
        .get("/datasets/slips/images/shelter/a.jpg")
        .then()
        .body("split", equalTo("train"))
        .body("label", equalTo("cat"));
  }

  @Test
  void shouldReadNoMoreOfABodyThanAPlaceCanHave() {
    given()
        .contentType("application/json")
        .body("{\"split\":\"train\",\"label\":\"cat\"}" + " ".repeat(1 << 20))
        .put("/datasets/endless/images/x")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("65536 bytes"));
    when().get("/datasets/endless").then().statusCode(404);
  }

  private static void refused(String dataset, String body, String reason, String detail) {
    given()
        .contentType("application/json")
        .body(body)
        .put("/datasets/" + dataset + "/images/x")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:" + reason))
        .body("detail", containsString(detail));
  }

  @Test
  void shouldOutrankAnAssignmentOfAClockThatIsAhead() throws Exception {
    long ahead = System.currentTimeMillis() + Duration.ofMinutes(20).toMillis();
    byte[] key = "skewed/shelter/a.jpg".getBytes(StandardCharsets.UTF_8);
    byte[] place = "{\"split\":\"train\",\"label\":\"cat\"}".getBytes(StandardCharsets.UTF_8);
    for (int partition = 0; partition < 12; partition++) {
      topics.write(new ProducerRecord<>("image-splits", partition, ahead, key, place));
    }
    await()
        .atMost(SOON)
        .untilAsserted(() -> when().get("/datasets/skewed").then().body("missing", equalTo(1)));

    patch("skewed", "{\"label\":\"dog\"}", 200);

    when().get("/datasets/skewed").then().body("splits.train", equalTo(Map.of()));
    when().get("/datasets/skewed/images/shelter/a.jpg").then().body("label", equalTo("dog"));
  }

  @Test
  void shouldEraseAnImageFromEveryPartitionThatEverHeldItAndFromEveryDataSet() throws Exception {
    int own = topics.write("images", "erased/twice", Pictures.jpeg(8, 8, 61)).partition();
    Set<Integer> held = new TreeSet<>(Set.of(own, (own + 1) % 12, (own + 5) % 12));
    for (int partition : held) {
      if (partition != own) {
        topics.write(
            new ProducerRecord<>(
                "images", partition, bytes("erased/twice"), Pictures.jpeg(8, 8, partition)));
      }
    }
    for (String dataset : List.of("erasing-one", "erasing-two")) {
      topics.write(
          "image-splits",
          dataset + "/erased/twice",
          bytes("{\"split\":\"train\",\"label\":\"cat\"}"));
    }
    await().atMost(SOON).until(() -> topics.index("erased/twice").size() == 3);

    JsonPath erasure =
        when().delete("/images/erased/twice").then().statusCode(200).extract().jsonPath();

    assertThat(erasure.getBoolean("indexed")).isTrue();
    assertThat(erasure.getList("withdrawals.dataset"))
        .containsExactly("erasing-one", "erasing-two");
    assertThat(new TreeSet<>(erasure.getList("tombstones.partition", Integer.class)))
        .isEqualTo(held);
    List<ConsumerRecord<byte[], byte[]>> records = topics.read("images", "erased/twice");
    for (int partition : held) {
      assertThat(records)
          .filteredOn(record -> record.partition() == partition)
          .last()
          .satisfies(record -> assertThat(record.value()).isNull());
    }
    assertThat(topics.index("erased/twice")).last().isInstanceOf(IndexRecord.Erased.class);
    when()
        .get("/datasets/erasing-one/images/erased/twice")
        .then()
        .body("withdrawn", equalTo(true))
        .body("image.status", equalTo("erased"));
    when().get("/datasets/erasing-two").then().body("images", equalTo(0));
  }

  @Test
  void shouldBuryAMisplacedImageInThePartitionOfItsKeyToo() throws Exception {
    byte[] key = bytes("astray");
    int own = Utils.toPositive(Utils.murmur2(key)) % 12;
    int other = (own + 3) % 12;
    topics.write(new ProducerRecord<>("images", other, key, Pictures.jpeg(8, 8, 62)));
    await().atMost(SOON).until(() -> !topics.index("astray").isEmpty());

    JsonPath erasure = when().delete("/images/astray").then().statusCode(200).extract().jsonPath();

    assertThat(erasure.getList("tombstones.partition", Integer.class)).containsExactly(own, other);
    assertThat(topics.read("images", "astray"))
        .filteredOn(record -> record.value() == null)
        .extracting(ConsumerRecord::partition)
        .containsExactlyInAnyOrder(own, other);
  }

  @Test
  void shouldEraseAgainWithoutHarmAndKeepItErased() {
    byte[] image = Pictures.jpeg(8, 8, 63);
    given().body(image).put("/images/erased-again").then().statusCode(201);
    await().atMost(SOON).until(() -> !topics.index("erased-again").isEmpty());
    when().delete("/images/erased-again").then().statusCode(200);
    when()
        .delete("/images/erased-again")
        .then()
        .statusCode(200)
        .body("indexed", equalTo(true))
        .body("withdrawals", hasSize(0));
    given()
        .body(image)
        .put("/images/erased-again")
        .then()
        .statusCode(409)
        .body("type", equalTo("urn:streamsight:image-erased"));
  }

  @Test
  void shouldSayThatAnImageIsUnknown() {
    when()
        .delete("/images/never/seen")
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:streamsight:image-unknown"));
    assertThat(topics.read("images", "never/seen")).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
