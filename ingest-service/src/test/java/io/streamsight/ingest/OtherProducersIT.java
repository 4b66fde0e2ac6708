package io.streamsight.ingest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.image.ImageFormat;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Records that came without the service: no CloudEvents headers, nothing checked. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class OtherProducersIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @Test
  void shouldIndexAnImageOfAnyProducer() throws Exception {
    RecordMetadata at = topics.write("images", "plain", Pictures.png(20, 10, 1));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(topics.index("plain"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        IndexRecord.Indexed.class,
                        indexed -> {
                          assertThat(indexed.width()).isEqualTo(20);
                          assertThat(indexed.height()).isEqualTo(10);
                          assertThat(indexed.partition()).isEqualTo(at.partition());
                          assertThat(indexed.offset()).isEqualTo(at.offset());
                        }));
  }

  @Test
  void shouldTellTheFormatByContentWhateverNameAndHeaderSay() throws Exception {
    for (var image :
        Map.of("lying.png.jpg", Pictures.png(20, 10, 1), "lying.gif.jpg", "GIF89a".getBytes())
            .entrySet()) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              "images", image.getKey().getBytes(StandardCharsets.UTF_8), image.getValue());
      record.headers().add("content-type", "image/jpeg".getBytes(StandardCharsets.UTF_8));
      topics.write(record);
    }

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(topics.index("lying.png.jpg"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        IndexRecord.Indexed.class,
                        indexed -> assertThat(indexed.format()).isEqualTo(ImageFormat.PNG)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(topics.index("lying.gif.jpg"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        IndexRecord.Refused.class,
                        refused ->
                            assertThat(refused.reason()).isEqualTo("image-unsupported-format")));
  }

  @Test
  void shouldRefuseABrokenImageIntoTheIndexAndTheDeadLettersVerbatim() throws Exception {
    byte[] broken = Pictures.firstHalf(Pictures.jpeg(64, 64, 2));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("images", "half".getBytes(StandardCharsets.UTF_8), broken);
    record.headers().add("camera", "door".getBytes(StandardCharsets.UTF_8));
    RecordMetadata at = topics.write(record);

    await().atMost(SOON).until(() -> !topics.read("images-dlq", "half").isEmpty());
    ConsumerRecord<byte[], byte[]> letter = topics.read("images-dlq", "half").get(0);
    assertThat(letter.value()).isEqualTo(broken);
    assertThat(letter.headers())
        .extracting(header -> header.key())
        .containsExactly(
            "camera",
            "dlq-reason",
            "dlq-detail",
            "dlq-topic",
            "dlq-partition",
            "dlq-offset",
            "dlq-timestamp");
    assertThat(Event.header(letter.headers(), "camera")).isEqualTo("door");
    assertThat(Event.header(letter.headers(), "dlq-reason")).isEqualTo("image-truncated");
    assertThat(Event.header(letter.headers(), "dlq-offset")).isEqualTo(String.valueOf(at.offset()));
    assertThat(topics.index("half"))
        .singleElement()
        .isInstanceOfSatisfying(
            IndexRecord.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo("image-truncated"));
  }

  @Test
  void shouldSendAnImageWithoutAnIdToTheDeadLettersAlone() throws Exception {
    // No key at all is refused by the broker: the topic is compacted.
    topics.write("images", "", Pictures.jpeg(16, 16, 3));

    await().atMost(SOON).until(() -> !topics.read("images-dlq", "").isEmpty());
    assertThat(Event.header(topics.read("images-dlq", "").get(0).headers(), "dlq-reason"))
        .isEqualTo("image-id-missing");
    assertThat(topics.read("image-index", "")).isEmpty();
  }

  @Test
  void shouldMarkAnImageErasedByItsTombstone() throws Exception {
    topics.write("images", "gone", Pictures.jpeg(16, 16, 4));
    topics.write("image-splits", "erasing/gone", assignment("train", "cat"));
    await()
        .atMost(SOON)
        .untilAsserted(() -> when().get("/datasets/erasing").then().body("images", equalTo(1)));

    RecordMetadata tombstone = topics.write("images", "gone", null);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                when()
                    .get("/datasets/erasing")
                    .then()
                    .body("images", equalTo(0))
                    .body("refused", equalTo(1)));
    assertThat(topics.index("gone"))
        .last()
        .isEqualTo(new IndexRecord.Erased(tombstone.partition(), tombstone.offset(), false));
  }

  @Test
  void shouldDeadLetterMalformedAssignmentsOnceAndDisturbNoOther() throws Exception {
    topics.write("image-splits", "mixed/first", assignment("train", "cat"));
    topics.write("image-splits", "mixed/no-json", "train,cat".getBytes(StandardCharsets.UTF_8));
    topics.write("image-splits", "mixed/no-split", assignment("training", "cat"));
    topics.write("image-splits", "mixed/empty", null);
    topics.write("image-splits", "noslash", assignment("train", "cat"));
    topics.write("image-splits", null, assignment("train", "cat"));
    topics.write("image-splits", "mixed/last", assignment("test", "dog"));

    await()
        .atMost(SOON)
        .untilAsserted(() -> when().get("/datasets/mixed").then().body("missing", equalTo(2)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(reasons("mixed/no-json")).containsExactly("event-malformed");
              assertThat(reasons("mixed/no-split")).containsExactly("event-invalid");
              assertThat(reasons("mixed/empty")).containsExactly("event-malformed");
              assertThat(reasons("noslash")).containsExactly("event-invalid");
              assertThat(reasons(null)).containsExactly("image-id-missing");
            });
    assertThat(reasons("mixed/first")).isEmpty();
    assertThat(reasons("mixed/last")).isEmpty();
  }

  @Test
  void shouldKeepTheOrderOfAnImagesRecordsWhateverTheirDecodingTakes() throws Exception {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int side = i % 2 == 0 ? 400 : 8;
      byte[] image =
          i % 5 == 4
              ? new byte[] {1, 2, 3}
              : Pictures.png(side, side, ThreadLocalRandom.current().nextLong());
      offsets.add(topics.write("images", "rewritten", image).offset());
    }

    await().atMost(SOON).until(() -> topics.index("rewritten").size() >= offsets.size());
    assertThat(topics.index("rewritten"))
        .extracting(IndexRecord::offset)
        .containsExactlyElementsOf(offsets);
  }

  private List<String> reasons(String key) {
    return topics.read("image-splits-dlq", key).stream()
        .map(letter -> Event.header(letter.headers(), "dlq-reason"))
        .toList();
  }

  private static byte[] assignment(String split, String label) {
    return "{\"split\":\"%s\",\"label\":\"%s\"}"
        .formatted(split, label)
        .getBytes(StandardCharsets.UTF_8);
  }
}
