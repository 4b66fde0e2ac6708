package io.streamsight.contract.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.run.TrainingRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ModelMetadataTest {
  private static ModelMetadata metadata() {
    return new ModelMetadata(
        "pets",
        "run-1",
        List.of("cat", "dog"),
        Preprocessing.kerasV1(64, 64),
        721_857,
        TrainingRequest.of("pets", "photos")
            .withRecipe("quick", null)
            .withScale(64, 5, null)
            .withSeed(3L),
        4,
        new ModelMetadata.Lineage(
            "photos",
            "abc",
            new Offsets(Map.of(0, 5L, 1, 7L)),
            new Offsets(Map.of(0, 9L)),
            Map.of(Split.TRAIN, 10)),
        null,
        null,
        "streamsight 0.1.0");
  }

  @Test
  void shouldSurviveTheFileWithAndWithoutResults() {
    assertThat(ModelMetadata.ofProperties(metadata().toProperties())).isEqualTo(metadata());
    ModelMetadata scored =
        metadata()
            .withResults(
                new ModelMetadata.Metrics(
                    0.9,
                    0.88,
                    1e-6,
                    List.of(List.of(9, 1), List.of(1, 9)),
                    List.of(List.of(44, 6), List.of(6, 44))),
                new SelfTest(
                    List.of(new SelfTest.Case(3, List.of(0.25f, 0.75f), List.of(1.5f, -2f)))));
    assertThat(ModelMetadata.ofProperties(scored.toProperties())).isEqualTo(scored);
  }

  @Test
  void shouldBeReadableInAnyOnnxViewer() {
    assertThat(metadata().toProperties())
        .containsEntry("streamsight.model", "pets")
        .containsEntry("streamsight.labels", "[\"cat\",\"dog\"]")
        .containsEntry("streamsight.parameters", "721857");
  }

  @Test
  void shouldRefuseAFileWhosePicturesWerePreparedByOtherRules() {
    SortedMap<String, String> properties = metadata().toProperties();
    assertThat(properties)
        .containsEntry(
            "streamsight.preprocessingFingerprint", Preprocessing.kerasV1(64, 64).fingerprint());
    properties.put("streamsight.preprocessingFingerprint", "0123456789abcdef");
    assertThatThrownBy(() -> ModelMetadata.ofProperties(properties))
        .hasMessageContainingAll("keras-v1", "0123456789abcdef")
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_PREPROCESSING));
    // A release before the fingerprint.
    properties.remove("streamsight.preprocessingFingerprint");
    assertThat(ModelMetadata.ofProperties(properties)).isEqualTo(metadata());
  }

  @Test
  void shouldRefuseAFileOfSomebodyElse() {
    assertThatThrownBy(() -> ModelMetadata.ofProperties(Map.of("author", "x")))
        .hasMessageContaining("streamsight.labels");
  }

  @Test
  void shouldDrawDistinctPicturesTheSameEverywhere() {
    ByteBuffer first = ByteBuffer.allocate(8 * 6 * 3);
    SelfTest.draw(0, 8, 6, first);
    assertThat(first.hasRemaining()).isFalse();
    ByteBuffer second = ByteBuffer.allocate(8 * 6 * 3);
    SelfTest.draw(1, 8, 6, second);
    assertThat(first.flip()).isNotEqualTo(second.flip());
    // Pinned: a model made by one release is tested by another.
    assertThat(java.util.Arrays.hashCode(first.array())).isEqualTo(-1787655300);
  }
}
