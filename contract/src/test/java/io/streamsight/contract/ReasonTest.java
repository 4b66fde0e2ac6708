package io.streamsight.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {
  @ParameterizedTest
  @EnumSource(Reason.class)
  void shouldBeFoundByItsCode(Reason reason) {
    assertThat(Reason.of(reason.code())).isSameAs(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image-trunctaed", "IMAGE_TRUNCATED", "", "image-truncated "})
  void shouldSayWhichThereAreWhenTheCodeIsNone(String code) {
    assertThatThrownBy(() -> Reason.of(code))
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID))
        .hasMessageStartingWith("There is no reason '%s', but answer-too-large, ", code)
        .hasMessageContaining(" image-truncated, ");
  }
}
