package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkerModeTest {
  private final WorkerMode.Converter converter = new WorkerMode.Converter();

  @Test
  void shouldReadTheThreeWordsAndTheTwoOfBefore() {
    assertThat(converter.convert("on")).isEqualTo(WorkerMode.ON);
    assertThat(converter.convert("ONCE")).isEqualTo(WorkerMode.ONCE);
    assertThat(converter.convert("off")).isEqualTo(WorkerMode.OFF);
    assertThat(converter.convert("true")).isEqualTo(WorkerMode.ON);
    assertThat(converter.convert("false")).isEqualTo(WorkerMode.OFF);
  }

  @Test
  void shouldShowAWordThatItDoesNotKnow() {
    assertThatThrownBy(() -> converter.convert("twice"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice")
        .hasMessageContaining("on, once or off");
  }
}
