package io.streamsight.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final SplitAssignment CURRENT = SplitAssignment.of(Split.TRAIN, "cat");

  @Test
  void shouldKeepWhatIsNotGiven() {
    assertThat(new Place(Split.TEST, null).orElse(CURRENT))
        .isEqualTo(SplitAssignment.of(Split.TEST, "cat"));
    assertThat(new Place(null, "dog").orElse(CURRENT))
        .isEqualTo(SplitAssignment.of(Split.TRAIN, "dog"));
    assertThat(new Place(Split.TEST, "dog").orElse(CURRENT))
        .isEqualTo(SplitAssignment.of(Split.TEST, "dog"));
  }

  @Test
  void shouldRefuseToChangeNothingAndToGuessWhatWasNeverGiven() {
    assertThatThrownBy(() -> new Place(null, null).orElse(CURRENT))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("Neither");
    assertThatThrownBy(() -> new Place(Split.TRAIN, null).orElse(null))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("label");
    assertThatThrownBy(() -> new Place(null, "cat").orElse(null))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("split");
  }
}
