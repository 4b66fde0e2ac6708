package io.streamsight.ingest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.streamsight.contract.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class DeadLettersIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final byte[] CAT = bytes("{\"split\":\"train\",\"label\":\"cat\"}");

  @Inject Topics topics;

  @Test
  void shouldListARefusedImageByItsReasonUntilAnIntactOneReplacesIt() throws Exception {
    byte[] broken = Pictures.firstHalf(Pictures.jpeg(40, 30, 1));
    RecordMetadata at = topics.write("images", "letters/half", broken);
    topics.write("images", "letters/text", bytes("no picture"));
    await().atMost(SOON).until(() -> letter("images", "letters/text", "") != null);
    await().atMost(SOON).until(() -> letter("images", "letters/half", "") != null);

    Map<String, Object> half = letter("images", "letters/half", "reason=image-truncated");
    assertThat(half)
        .containsEntry("reason", "image-truncated")
        .containsEntry("topic", "images")
        .containsEntry("partition", at.partition())
        .containsEntry("offset", (int) at.offset())
        .containsEntry("timestamp", at.timestamp())
        .containsEntry("bytes", broken.length)
        .containsEntry("open", true)
        .containsKeys("detail", "why", "letterPartition", "letterOffset");
    assertThat(letter("images", "letters/text", "reason=image-truncated")).isNull();
    assertThat(list("images", "").getInt("byReason.image-unsupported-format")).isPositive();

    topics.write("images", "letters/half", Pictures.jpeg(40, 30, 1));
    await().atMost(SOON).until(() -> letter("images", "letters/half", "") == null);
    assertThat(letter("images", "letters/half", "all=true"))
        .containsEntry("open", false)
        .hasEntrySatisfying("why", why -> assertThat((String) why).startsWith("replaced since"));
  }

  @Test
  void shouldSayWhyAnAssignmentWouldBeRefusedAgain() throws Exception {
    topics.write("image-splits", "letters/malformed", bytes("train,cat"));
    topics.write("image-splits", "letters-noslash", CAT);
    await().atMost(SOON).until(() -> letter("image-splits", "letters/malformed", "") != null);
    await().atMost(SOON).until(() -> letter("image-splits", "letters-noslash", "all=true") != null);
    assertThat(letter("image-splits", "letters-noslash", "")).isNull();

    JsonPath replayed = replay("image-splits", "reason=event-malformed");

    assertThat(entry(replayed, "notReplayed", "letters/malformed"))
        .hasEntrySatisfying(
            "why",
            why ->
                assertThat((String) why).startsWith("would be refused again (event-malformed): "));
    assertThat(replayed.getInt("notReplayedCount")).isPositive();
    assertThat(topics.read("image-splits", "letters/malformed")).hasSize(1);
    topics.write("image-splits", "letters/malformed", CAT);
    await().atMost(SOON).until(() -> letter("image-splits", "letters/malformed", "") == null);
  }

  /** Nothing can settle it: a replay that failed of it would fail until it expires. */
  @Test
  void shouldNotCountWhatCanNotBePublishedAgain() throws Exception {
    topics.write("image-splits", "letters-keyless", CAT);
    topics.write("images", "", Pictures.jpeg(8, 8, 3));
    await().atMost(SOON).until(() -> letter("image-splits", "letters-keyless", "all=true") != null);
    await().atMost(SOON).until(() -> letter("images", "", "all=true") != null);
    assertThat(letter("image-splits", "letters-keyless", "all=true"))
        .containsEntry("open", false)
        .containsEntry(
            "why", "The key 'letters-keyless' is not DATASET/IMAGE-ID: can't be replayed");

    assertThat(letter("image-splits", "letters-keyless", "")).isNull();
    JsonPath assignments = replay("image-splits", "reason=event-invalid");
    assertThat(entry(assignments, "notReplayed", "letters-keyless")).isNull();
    assertThat(assignments.getInt("notReplayedCount")).isZero();
    assertThat(letter("images", "", "")).isNull();
    JsonPath images = replay("images", "reason=image-id-missing");
    assertThat(entry(images, "notReplayed", "")).isNull();
    assertThat(images.getInt("notReplayedCount")).isZero();
  }

  @Test
  void shouldReplayWhatAnOlderReleaseRefusedOnceAndInOrder() throws Exception {
    // A label that was refused then; the letter of offset 7 was written twice across a restart.
    writeLetter("letters/old", CAT, 7);
    writeLetter("letters/old", bytes("{\"split\":\"test\",\"label\":\"cat\"}"), 8);
    writeLetter("letters/old", CAT, 7);

    assertThat(replay("image-splits", "reason=event-invalid").getInt("replayed")).isEqualTo(2);

    List<ConsumerRecord<byte[], byte[]>> records = topics.read("image-splits", "letters/old");
    assertThat(records)
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactly(
            new String(CAT, StandardCharsets.UTF_8), "{\"split\":\"test\",\"label\":\"cat\"}");
    assertThat(records.get(0).headers())
        .extracting(header -> header.key())
        .containsExactly("ce_id");
    assertThat(Event.header(records.get(0).headers(), "ce_id")).isEqualTo("first");
    when().get("/datasets/letters").then().body("missing", not(equalTo(0)));
    assertThat(replay("image-splits", "reason=event-invalid").getInt("replayed")).isZero();
    when()
        .get("/q/metrics")
        .then()
        .body(containsString("streamsight_dead_letters_replayed_total{topic=\"image-splits\"} 2"));
  }

  @Test
  void shouldListTheNewestWhenThereAreMoreThanTheLimit() throws Exception {
    topics.write("images", "letters/first", bytes("1"));
    await().atMost(SOON).until(() -> letter("images", "letters/first", "") != null);
    topics.write("images", "letters/second", bytes("2"));
    await().atMost(SOON).until(() -> letter("images", "letters/second", "") != null);

    JsonPath listed = list("images", "limit=1");

    assertThat(listed.getList("letters.key")).hasSize(1).doesNotContain("letters/first");
    assertThat(listed.getInt("byReason.image-unsupported-format")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldRefuseWhatItCantAnswer() {
    given()
        .get("/dead-letters/images?limit=0")
        .then()
        .statusCode(400)
        .body("type", equalTo("urn:streamsight:event-invalid"))
        .body("detail", startsWith("limit=0"));
    given().get("/dead-letters/models").then().statusCode(404);
    when().get("/q/openapi").then().body(containsString("/dead-letters/{topic}/replay"));
    given()
        .get("/dead-letters/images")
        .then()
        .body("topic", equalTo("images"))
        .body("letters.key", not(hasItem("nobody")));
  }

  @Test
  void shouldNotTakeAReasonThatThereIsNotForAllClear() {
    for (Response answer :
        List.of(
            given().get("/dead-letters/images?reason=image-trunctaed"),
            given().post("/dead-letters/images/replay?reason=image-trunctaed"))) {
      answer
          .then()
          .statusCode(400)
          .body("type", equalTo("urn:streamsight:event-invalid"))
          .body("detail", startsWith("There is no reason 'image-trunctaed', but "))
          .body("detail", containsString(", image-truncated,"));
    }
  }

  @Test
  void shouldRefuseWhatAWebPageFromElsewhereSends() throws Exception {
    for (String page : List.of("https://elsewhere.example", "null")) {
      given().header("Origin", page).post("/dead-letters/images/replay").then().statusCode(403);
      given()
          .header("Origin", page)
          .multiPart("a", "letters-page.jpg", Pictures.jpeg(40, 30, 1))
          .post("/images")
          .then()
          .statusCode(403);
    }
    assertThat(topics.read("images", "letters-page.jpg")).isEmpty();
    given()
        .header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
        .multiPart("a", "letters-page.jpg", Pictures.jpeg(40, 30, 1))
        .post("/images")
        .then()
        .statusCode(200);
    assertThat(topics.read("images", "letters-page.jpg")).hasSize(1);
  }

  private void writeLetter(String key, byte[] value, long offset) throws Exception {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>("image-splits-dlq", bytes(key), value);
    letter.headers().add("ce_id", bytes("first"));
    Map.of(
            "dlq-reason", "event-invalid",
            "dlq-detail", "label has 201 characters",
            "dlq-topic", "image-splits",
            "dlq-partition", "0",
            "dlq-offset", String.valueOf(offset),
            "dlq-timestamp", "1000")
        .forEach((name, text) -> letter.headers().add(name, bytes(text)));
    topics.write(letter);
  }

  private static JsonPath list(String topic, String query) {
    return given()
        .get("/dead-letters/" + topic + (query.isEmpty() ? "" : "?" + query))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static JsonPath replay(String topic, String query) {
    return given()
        .post("/dead-letters/" + topic + "/replay?" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static Map<String, Object> letter(String topic, String key, String query) {
    return entry(list(topic, query), "letters", key);
  }

  /** The first with this key; null for none. */
  private static Map<String, Object> entry(JsonPath json, String list, String key) {
    return json.<Map<String, Object>>getList(list).stream()
        .filter(letter -> Objects.equals(letter.get("key"), key))
        .findFirst()
        .orElse(null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
