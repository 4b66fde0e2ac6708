package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
  /** Multiples of a decimal step round in their last bits. */
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  @ParameterizedTest
  @CsvSource({
    "0.50, 0.93, 4, 0.4, 1.0, 0.2",
    "0.07, 3.1, 5, 0, 4, 1",
    "1, 100, 5, 0, 100, 20",
    "0.2, 0.4, 4, 0.2, 0.4, 0.05",
    "-3, 3, 4, -4, 4, 2",
  })
  void shouldEndAtRoundNumbersAroundTheValues(
      double min, double max, int intervals, double from, double to, double step) {
    Axis axis = Axis.around(min, max, intervals);
    assertThat(axis.min()).isCloseTo(from, ROUNDING);
    assertThat(axis.max()).isCloseTo(to, ROUNDING);
    assertThat(axis.step()).isCloseTo(step, ROUNDING);
  }

  @Test
  void shouldHoldASingleValue() {
    for (double value : new double[] {0, 0.5, 1, 1e-9, 3_000}) {
      Axis axis = Axis.around(value, value, 4);
      assertThat(axis.share(value)).isBetween(0.0, 1.0);
      assertThat(axis.max()).isGreaterThan(axis.min());
    }
  }

  @Test
  void shouldWriteTicksWithTheDecimalsOfTheStep() {
    Axis axis = Axis.around(0.2, 0.4, 4);
    assertThat(axis.ticks().stream().map(axis::text))
        .containsExactly("0.20", "0.25", "0.30", "0.35", "0.40");
    assertThat(Axis.around(1, 100, 5).text(20)).isEqualTo("20");
  }
}
