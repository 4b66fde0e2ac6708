package io.streamsight.ingest.imports;

import static io.restassured.RestAssured.when;
import static io.streamsight.ingest.imports.ImportRequests.files;
import static io.streamsight.ingest.imports.ImportRequests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.ingest.BrokerResource;
import io.streamsight.ingest.Pictures;
import io.streamsight.ingest.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** An import meets what is there already. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class RepeatedImportIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @Test
  void shouldPublishNothingTwice() {
    var files =
        files("cat/1.jpg", Pictures.jpeg(20, 10, 21), "dog/1.jpg", Pictures.jpeg(20, 10, 22));
    put("once", Archives.tar(files), "dataset", "twice", "idPrefix", "twice/")
        .body("published", equalTo(2));

    put("again", Archives.tar(files), "dataset", "twice", "idPrefix", "twice/")
        .statusCode(200)
        .body("published", equalTo(0))
        .body("unchanged", equalTo(2))
        .body("assigned", equalTo(0))
        .body("kept", equalTo(0));

    assertThat(topics.read("images", "twice/cat/1.jpg")).hasSize(1);
    assertThat(topics.read("image-splits", "twice/twice/cat/1.jpg")).hasSize(1);
    when()
        .get("/imports/again/results?status=unchanged")
        .then()
        .statusCode(200)
        .contentType("application/x-ndjson")
        .body(containsString(Sha256.of(files.get("dog/1.jpg"))));
  }

  @Test
  void shouldKeepWhatIsThereUnlessToldToReplaceIt() {
    byte[] first = Pictures.jpeg(20, 10, 51);
    byte[] other = Pictures.jpeg(20, 10, 52);
    put("first", Archives.tar(files("train/cat/k.jpg", first)), "dataset", "kept");
    await().atMost(SOON).until(() -> topics.index("train/cat/k.jpg").size() == 1);

    put("other-bytes", Archives.tar(files("train/cat/k.jpg", other)), "dataset", "kept")
        .body("refusedByReason.image-exists", equalTo(1));
    put(
            "other-place",
            Archives.tar(files("train/cat/k.jpg", first)),
            "dataset",
            "kept",
            "label",
            "lynx")
        .body("unchanged", equalTo(1))
        .body("kept", equalTo(1))
        .body("refusals.placement", hasItem("kept"))
        .body("refusals.label", hasItem("lynx"))
        .body("refusals.present.label", hasItem("cat"));
    assertThat(topics.lastValue("image-splits", "kept/train/cat/k.jpg")).contains("cat");
    assertThat(topics.read("images", "train/cat/k.jpg")).hasSize(1);

    put(
            "replacing",
            Archives.tar(files("train/cat/k.jpg", other)),
            "dataset",
            "kept",
            "label",
            "lynx",
            "replace",
            true)
        .body("published", equalTo(1))
        .body("assigned", equalTo(1));
    assertThat(topics.lastValue("image-splits", "kept/train/cat/k.jpg")).contains("lynx");
    assertThat(topics.read("images", "train/cat/k.jpg")).hasSize(2);
  }

  @Test
  void shouldNotBringAnErasedImageBack() throws Exception {
    byte[] image = Pictures.jpeg(20, 10, 61);
    put("before", Archives.tar(files("e.jpg", image))).body("published", equalTo(1));
    topics.write("images", "e.jpg", null);
    await()
        .atMost(SOON)
        .until(() -> topics.index("e.jpg").stream().anyMatch(IndexRecord.Erased.class::isInstance));

    put("after", Archives.tar(files("e.jpg", image)))
        .body("published", equalTo(0))
        .body("refusedByReason.image-erased", equalTo(1));
    put("after-all", Archives.tar(files("e.jpg", image)), "replace", true)
        .body("published", equalTo(1));
  }

  @Test
  void shouldPublishNothingInADryRun() {
    put(
            "dry",
            Archives.tar(files("cat/dry.jpg", Pictures.jpeg(20, 10, 71))),
            "dataset",
            "dry",
            "dryRun",
            true)
        .statusCode(200)
        .body("published", equalTo(1))
        .body("assigned", equalTo(1));

    assertThat(topics.read("images", "cat/dry.jpg")).isEmpty();
    assertThat(topics.read("image-splits", "dry/cat/dry.jpg")).isEmpty();
  }

  /** The marker at a transaction's end takes an offset that no record has. */
  @Test
  void shouldNotWaitForTheMarkersOfOtherProducersTransactions() {
    try (var producer = topics.transactional("it-transaction")) {
      producer.initTransactions();
      for (boolean commits : new boolean[] {true, false}) {
        producer.beginTransaction();
        for (int i = 0; i < 5; i++) {
          byte[] key = ("transaction/" + commits + i).getBytes(StandardCharsets.UTF_8);
          producer.send(new ProducerRecord<>("images", key, Pictures.jpeg(8, 8, 600 + i)));
        }
        if (commits) {
          producer.commitTransaction();
        } else {
          producer.abortTransaction();
        }
      }
    }

    put("after-transactions", Archives.tar(files("at.jpg", Pictures.jpeg(8, 8, 610))))
        .statusCode(200);

    assertThat(topics.index("transaction/true0")).hasSize(1);
    assertThat(topics.index("transaction/false0")).isEmpty();
  }
}
