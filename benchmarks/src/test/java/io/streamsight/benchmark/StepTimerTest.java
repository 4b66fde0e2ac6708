package io.streamsight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTimerTest {
  @Test
  void shouldCountTheStepsAfterTheWarmUp() {
    var timer = new StepTimer(6, 0, 100);

    long asked = 1 + Stream.generate(timer::getAsBoolean).takeWhile(over -> !over).count();

    StepMeasurement measured = timer.measurement(32, 7, "software");
    assertThat(asked).isEqualTo(106);
    assertThat(measured.steps()).isEqualTo(100);
    assertThat(measured.images()).isEqualTo(3200);
    assertThat(measured.residentBytes()).as("after 50, 100 and the last").hasSize(3);
  }
}
