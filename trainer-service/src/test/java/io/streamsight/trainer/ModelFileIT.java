package io.streamsight.trainer;

import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.PostedRuns.post;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.kafka.TopicWriter;
import io.streamsight.trainer.training.Recipe;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import org.junit.jupiter.api.Test;

/** What a published file says of itself, read with nothing but ONNX's own format. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ModelFileIT {
  @Inject IngestedImages images;
  @Inject TopicWriter writer;

  @Test
  void shouldSayWhereItComesFromAndHowWellItDoes() throws Exception {
    images.publish("told", 4);
    succeeded(post("told", small("told", Map.of())));
    Map<String, Object> tuned =
        Map.of(
            "dataset",
            "told",
            "recipe",
            "quick",
            "epochs",
            2,
            "batchSize",
            8,
            "seed",
            3,
            "settings",
            Map.of("mixup", 0.3),
            "fineTuning",
            Map.of("from", "told/1"));
    String runId = post("told", tuned);
    succeeded(runId);

    Map<String, String> file = properties("told", 2);

    assertThat(file.get("streamsight.model")).isEqualTo("told");
    assertThat(file.get("streamsight.runId")).isEqualTo(runId);
    assertThat(file.get("streamsight.producer")).matches("streamsight \\d+\\.\\d+\\.\\d+.*");
    assertThat(file.get("streamsight.labels")).isEqualTo("[\"cat\",\"dog\"]");
    assertThat(file.get("streamsight.preprocessing"))
        .isEqualTo("{\"name\":\"keras-v1\",\"height\":32,\"width\":32}");
    assertThat(file.get("streamsight.preprocessingFingerprint"))
        .isEqualTo(Preprocessing.kerasV1(32, 32).fingerprint());
    assertThat(Long.parseLong(file.get("streamsight.parameters"))).isGreaterThan(1_000);
    assertThat(Integer.parseInt(file.get("streamsight.bestEpoch"))).isBetween(1, 2);

    JsonNode request = json(file, "request");
    assertThat(request.get("architecture").textValue()).isEqualTo("mini-xception");
    assertThat(request.get("width").intValue()).isEqualTo(16);
    assertThat(request.get("blocks").intValue()).isEqualTo(2);
    assertThat(request.get("imageSize").intValue()).isEqualTo(32);
    assertThat(request.get("epochs").intValue()).isEqualTo(2);
    assertThat(request.get("batchSize").intValue()).isEqualTo(8);
    assertThat(request.get("seed").intValue()).isEqualTo(3);
    assertThat(request.get("recipe").textValue()).isEqualTo("quick");
    assertThat(request.get("settings").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(Recipe.QUICK.settings().keySet());
    assertThat(request.at("/settings/mixup").doubleValue()).isEqualTo(0.3);
    assertThat(request.at("/fineTuning/from").textValue()).isEqualTo("told/1");
    assertThat(request.at("/fineTuning/freezeBatchNorm").booleanValue()).isTrue();

    JsonNode lineage = json(file, "lineage");
    assertThat(lineage.get("dataset").textValue()).isEqualTo("told");
    assertThat(lineage.get("digest").textValue())
        .isEqualTo(when().get("/models/told").path("versions[1].datasetDigest"));
    assertThat(lineage.get("imageIndex")).isNotEmpty();
    assertThat(lineage.get("imageSplits")).isNotEmpty();
    assertThat(lineage.get("images").toString())
        .isEqualTo("{\"train\":8,\"validation\":8,\"test\":8}");

    JsonNode metrics = json(file, "metrics");
    for (String split : new String[] {"validation", "test"}) {
      JsonNode confusion = metrics.get(split + "Confusion");
      int right = confusion.at("/0/0").intValue() + confusion.at("/1/1").intValue();
      int wrong = confusion.at("/0/1").intValue() + confusion.at("/1/0").intValue();
      assertThat(right + wrong).isEqualTo(8);
      assertThat(metrics.get(split + "Accuracy").doubleValue()).isEqualTo(right / 8.0);
    }
    assertThat(metrics.get("parityMaxAbsDiff").doubleValue()).isBetween(0.0, 1e-4);
    assertThat(json(file, "selfTest").at("/cases/0/scores")).hasSize(2);
  }

  private Map<String, String> properties(String model, int version) throws Exception {
    String sha256 =
        when()
            .get("/models/" + model)
            .path("versions.find { it.version == %d }.sha256".formatted(version));
    byte[] onnx = images.read("models", model + "/" + sha256).get(0).value();
    return ModelProto.parseFrom(onnx).getMetadataPropsList().stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  private static JsonNode json(Map<String, String> file, String name) throws Exception {
    return Json.MAPPER.readTree(file.get("streamsight." + name));
  }

  /** It once counted as a broker that is away, and was tried again for ever. */
  @Test
  void shouldTellARecordThatATopicDoesNotTakeFromABrokerThatIsAway() {
    Event event = Event.json(EventType.PROPOSAL, "any", "/test", "x".repeat(2 << 20));

    assertThatThrownBy(() -> writer.write(Topic.REGISTRY, event))
        .hasMessageContainingAll("registry takes no record of this size", "max.message.bytes")
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.TOPIC_MISCONFIGURED));
  }
}
