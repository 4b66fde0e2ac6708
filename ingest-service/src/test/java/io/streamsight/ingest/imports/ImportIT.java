package io.streamsight.ingest.imports;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.ingest.imports.ImportRequests.files;
import static io.streamsight.ingest.imports.ImportRequests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.ingest.BrokerResource;
import io.streamsight.ingest.Pictures;
import io.streamsight.ingest.Topics;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ImportIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Topics topics;

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "zip"})
  void shouldPublishAndPlaceTheImagesOfAnArchive(String kind) {
    byte[] cat = Pictures.jpeg(20, 10, kind.hashCode());
    byte[] dog = Pictures.png(20, 10, kind.hashCode());
    var files =
        files(
            "./train/cat/1.jpg",
            cat,
            "test/dog/ünïcode " + "long".repeat(40) + ".png",
            dog,
            "test/dog/.DS_Store",
            new byte[] {1});
    byte[] archive =
        switch (kind) {
          case "tar" -> Archives.tar(files);
          case "tar.gz" -> Archives.tarGz(files);
          default -> Archives.zip(files);
        };
    String dataset = "a-" + kind;
    String prefix = kind + "/";

    put(kind, archive, "dataset", dataset, "idPrefix", prefix, "files", 3)
        .statusCode(200)
        .body("state", equalTo("done"))
        .body("layout", equalTo("split-folders"))
        .body("done", equalTo(3))
        .body("published", equalTo(2))
        .body("assigned", equalTo(2))
        .body("ignored", equalTo(1))
        .body("splits.train.cat", equalTo(1))
        .body("splits.test.dog", equalTo(1));

    String dogId = prefix + "test/dog/ünïcode " + "long".repeat(40) + ".png";
    assertThat(topics.read("images", prefix + "train/cat/1.jpg").get(0).value()).isEqualTo(cat);
    assertThat(topics.read("images", dogId).get(0).value()).isEqualTo(dog);
    assertThat(topics.lastValue("image-splits", dataset + "/" + dogId))
        .isEqualTo("{\"split\":\"test\",\"label\":\"dog\"}");
  }

  @Test
  void shouldListWhatItRefusesAndGoOn() {
    var files =
        files(
            "cat/cut.jpg", Pictures.firstHalf(Pictures.jpeg(40, 40, 31)),
            "cat/notes.jpg", "not an image".getBytes(StandardCharsets.UTF_8),
            "cat/empty.jpg", new byte[0],
            "cat/huge.png", Pictures.png(1200, 1200, 32),
            "loose.jpg", Pictures.jpeg(20, 10, 33),
            "cat/good.jpg", Pictures.jpeg(20, 10, 34));

    put("refusing", Archives.tar(files), "dataset", "refusing", "layout", "class-folders")
        .statusCode(200)
        .body("state", equalTo("done"))
        .body("published", equalTo(1))
        .body("refused", equalTo(5))
        .body("refusedByReason.image-truncated", equalTo(1))
        .body("refusedByReason.image-unsupported-format", equalTo(1))
        .body("refusedByReason.image-empty", equalTo(1))
        .body("refusedByReason.image-too-large", equalTo(1))
        .body("refusedByReason.image-unplaced", equalTo(1))
        .body("refusals.path", hasItem("cat/notes.jpg"))
        .body("refusals.problem.type", hasItem("urn:streamsight:image-truncated"));

    assertThat(topics.read("images", "cat/cut.jpg")).isEmpty();
    assertThat(topics.read("image-splits", "refusing/cat/cut.jpg")).isEmpty();
    assertThat(topics.read("images", "cat/good.jpg")).hasSize(1);
  }

  @Test
  void shouldTellTheLayoutFromTheFirstImageNotFromAReadMe() {
    var files =
        files(
            "README.md", "# Photos".getBytes(StandardCharsets.UTF_8),
            "train/cat/r.1.jpg", Pictures.jpeg(20, 10, 35),
            "test/cat/r.2.jpg", Pictures.jpeg(20, 10, 36));

    put("read-me", Archives.tar(files), "dataset", "read-me")
        .statusCode(200)
        .body("layout", equalTo("split-folders"))
        .body("splits.train.cat", equalTo(1))
        .body("splits.test.cat", equalTo(1))
        .body("refusedByReason.image-unsupported-format", equalTo(1));
  }

  @Test
  void shouldTakeFileNamesAsLongAsIdsMayBe() {
    String name = "n".repeat(500) + ".jpg";
    given()
        .multiPart("a", name, Pictures.jpeg(20, 10, 37))
        .post("/images")
        .then()
        .statusCode(200)
        .body(containsString("\"status\":\"published\""));
    assertThat(topics.read("images", name)).hasSize(1);
  }

  @Test
  void shouldShrinkOnlyWhatIsLargerThanAsked() {
    byte[] small = Pictures.jpeg(90, 60, 41);
    // More bytes than the topic takes, until it is shrunk.
    byte[] large = Pictures.png(1500, 1000, 42);
    assertThat(large.length).isGreaterThan(BrokerResource.MAX_IMAGE_BYTES);

    put("shrinking", Archives.tar(files("s/small.jpg", small, "s/large.png", large)), "maxSide", 90)
        .statusCode(200)
        .body("published", equalTo(2));

    assertThat(topics.read("images", "s/small.jpg").get(0).value()).isEqualTo(small);
    byte[] shrunk = topics.read("images", "s/large.png").get(0).value();
    assertThat(new ImageDecoder(ImageLimits.DEFAULT).decode(shrunk))
        .isInstanceOfSatisfying(
            DecodeResult.Decoded.class,
            decoded -> {
              assertThat(decoded.image().width()).isEqualTo(90);
              assertThat(decoded.image().height()).isEqualTo(60);
            });
    put("shrinking-again", Archives.tar(files("s/large.png", large)), "maxSide", 90)
        .body("unchanged", equalTo(1));
  }

  @Test
  void shouldPutAPictureIntoOneSplitShrunkOrNot() {
    Map<String, byte[]> pictures = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      pictures.put("cat/split" + i + ".jpg", Pictures.jpeg(90, 60, 300 + i));
    }
    byte[] archive = Archives.tar(pictures);
    String ratio = "0.4,0.3,0.3";
    put("as-it-is", archive, "dataset", "as-it-is", "ratio", ratio, "idPrefix", "w/")
        .body("assigned", equalTo(8));
    put("shrunk", archive, "dataset", "s", "ratio", ratio, "idPrefix", "s/", "maxSide", 45)
        .body("assigned", equalTo(8));

    for (String path : pictures.keySet()) {
      assertThat(topics.lastValue("image-splits", "s/s/" + path))
          .isEqualTo(topics.lastValue("image-splits", "as-it-is/w/" + path));
    }
  }

  @Test
  void shouldLeaveOutWhatIsInNoRange() {
    var files =
        files("cat.1.jpg", Pictures.jpeg(20, 10, 81), "cat.7.jpg", Pictures.jpeg(20, 10, 82));
    put("ranges", Archives.tar(files), "dataset", "ranges", "train", "0-4")
        .body("layout", equalTo("file-names"))
        .body("published", equalTo(1))
        .body("skipped", equalTo(1));
    assertThat(topics.read("images", "cat.7.jpg")).isEmpty();
  }

  @Test
  void shouldAnswerSeveralImagesInOneRequestLineByLine() {
    String answer =
        given()
            .multiPart("a", "m/1.jpg", Pictures.jpeg(20, 10, 91))
            .multiPart("b", "m/2.jpg", "no image".getBytes(StandardCharsets.UTF_8))
            .multiPart("note", "a form field is no file")
            .queryParams("dataset", "many", "split", "test", "label", "cat")
            .post("/images")
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .extract()
            .asString();

    assertThat(answer.strip().split("\n"))
        .hasSize(2)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"imageId\":\"m/1.jpg\"", "\"status\":\"published\"", "\"offset\":"))
        .anySatisfy(
            line -> assertThat(line).contains("\"m/2.jpg\"", "urn:streamsight:image-unsupported"));
    assertThat(topics.lastValue("image-splits", "many/m/1.jpg"))
        .isEqualTo("{\"split\":\"test\",\"label\":\"cat\"}");
  }

  @Test
  void shouldSayWhenAFormHasNoFile() {
    given()
        .multiPart("a", "a field, no file")
        .post("/images")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:streamsight:archive-unreadable"))
        .body("detail", containsString("file name"));
  }

  @Test
  void shouldSayWhenAnArchiveIsNoneOrBreaksOff() {
    put("none", "just text, and quite a lot of it".repeat(50).getBytes(StandardCharsets.UTF_8))
        .statusCode(422)
        .body("type", equalTo("urn:streamsight:archive-unreadable"));
    byte[] whole =
        Archives.tar(
            files("b/1.jpg", Pictures.jpeg(20, 10, 1), "b/2.jpg", Pictures.jpeg(200, 200, 2)));
    put("cut", Arrays.copyOf(whole, whole.length - 20_000))
        .statusCode(422)
        .body("type", equalTo("urn:streamsight:archive-unreadable"))
        .body("detail", containsString("after 1 files:"));
    when()
        .get("/imports/cut")
        .then()
        .body("state", equalTo("failed"))
        .body("published", equalTo(1))
        .body("error.type", equalTo("urn:streamsight:archive-unreadable"));
  }

  @Test
  void shouldNameWhatIsWrongWithTheParameters() {
    put("wrong", new byte[0], "dataset", "d", "ratio", "1,1,1")
        .statusCode(400)
        .body("detail", containsString("'1,1,1'"));
    put("no%20name", new byte[0]).statusCode(400);
    put("any?ratoi=1,0,0", new byte[0])
        .statusCode(400)
        .body("detail", containsString("'ratoi' is no parameter here: [dataset, dryRun, files"));
    when().get("/imports/never").then().statusCode(404);
    when().get("/imports/never/results").then().statusCode(404);
    when().get("/imports/never/events").then().statusCode(404);
    when().delete("/imports/never").then().statusCode(404);
  }

  @Test
  void shouldTellItsEndAsAnEvent() {
    put("told", Archives.tar(files("t.jpg", Pictures.jpeg(20, 10, 95)))).statusCode(200);

    List<String> lines =
        when()
            .get("/imports/told/events")
            .then()
            .statusCode(200)
            .contentType("text/event-stream")
            .extract()
            .asString()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .toList();
    assertThat(lines).singleElement().asString().contains("\"state\":\"done\"");
    when().get("/imports").then().body("id", hasItem("told"));
  }
}
