package io.streamsight.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SplitAssignmentTest {
  /** As macOS writes it, and as everybody else does. */
  @Test
  void shouldSpellALabelOneWayWhoeverWroteIt() {
    byte[] record =
        "{\"split\":\"train\",\"label\":\"cafe\u0301\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(record, SplitAssignment.class))
        .isEqualTo(SplitAssignment.of(Split.TRAIN, "caf\u00e9"));
  }
}
