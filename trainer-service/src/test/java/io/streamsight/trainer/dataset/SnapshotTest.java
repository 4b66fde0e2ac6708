package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.log.Offsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final double NONE = 0;

  private final List<Example> examples = new ArrayList<>();
  private List<String> missing = List.of();
  private List<String> refused = List.of();

  private SnapshotTest add(Split split, String... labels) {
    Arrays.stream(labels)
        .map(label -> new Example("id" + examples.size(), "hash", split, label, 0, 0))
        .forEach(examples::add);
    return this;
  }

  private Snapshot snapshot() {
    Offsets offsets = new Offsets(Map.of());
    return new Snapshot(new Dataset("pets", examples, missing, refused), offsets, offsets);
  }

  private void assertUntrainable(double missingShare, String why) {
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> snapshot().requireTrainable(missingShare))
        .matches(e -> e.reason() == Reason.DATASET_UNTRAINABLE)
        .withMessageContaining(why)
        .withMessageContaining("Data set pets can't train")
        .withMessageContaining("images by split and label");
  }

  @Test
  void shouldRefuseAnEmptySplit() {
    add(Split.TRAIN, "cat", "dog").add(Split.TEST, "cat");
    assertUntrainable(NONE, "its validation split is empty");
  }

  @Test
  void shouldRefuseASingleLabel() {
    add(Split.TRAIN, "cat", "cat").add(Split.VALIDATION, "cat").add(Split.TEST, "cat");
    assertUntrainable(NONE, "its train split has the only label 'cat'");
  }

  @Test
  void shouldNameTenLabelsOfAThousand() {
    for (int i = 1_000; i < 2_000; i++) {
      add(Split.TRAIN, "label" + i);
    }
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> snapshot().requireTrainable(NONE))
        .withMessageContaining("label1009=1, others=990}")
        .withMessageNotContaining("label1010");
  }

  @Test
  void shouldRefuseALabelThatNoTrainingImageHas() {
    add(Split.TRAIN, "cat", "dog").add(Split.VALIDATION, "cat").add(Split.TEST, "cat", "cow");
    assertUntrainable(NONE, "label 'cow' of its test split has no training image");
  }

  @Test
  void shouldRefuseADataSetOfOldWhoseImagesWereErasedSince() {
    examples.add(new Example("kept", "h1", Split.TRAIN, "cat", 0, 0));
    examples.add(new Example("gone", "h2", Split.TEST, "cat", 0, 1));
    assertThatNoException().isThrownBy(() -> snapshot().requireNoneErased(id -> false));
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> snapshot().requireNoneErased("gone"::equals))
        .matches(e -> e.reason() == Reason.IMAGE_LOST)
        .withMessageContaining("1 of 2 images that data set")
        .withMessageContaining("were erased since, among them [gone]");
  }

  @Test
  void shouldRefuseMoreAbsentImagesThanTheAllowedShare() {
    add(Split.TRAIN, "cat", "dog")
        .add(Split.VALIDATION, "cat", "dog")
        .add(Split.TEST, "cat", "dog");
    missing = List.of("m1");
    refused = List.of("r1", "r2", "r3");
    assertThatNoException().isThrownBy(() -> snapshot().requireTrainable(0.4));
    assertUntrainable(
        0.39, "1 assigned images are missing and 3 refused or erased, of 10; 39.0 % are allowed");
  }
}
