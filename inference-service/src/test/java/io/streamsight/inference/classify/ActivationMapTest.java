package io.streamsight.inference.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import io.streamsight.inference.model.MapSize;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivationMapTest {
  @Test
  void shouldGiveEachLabelItsRows() {
    float[] map = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertThat(ActivationMap.of(List.of("cat", "dog"), new MapSize(2, 3), map))
        .containsExactly(
            Map.entry("cat", List.of(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f))),
            Map.entry("dog", List.of(List.of(7f, 8f, 9f), List.of(10f, 11f, 12f))));
  }

  @Test
  void shouldRoundToFourSignificantDigits() {
    assertThat(ActivationMap.rounded(0.123456f)).isEqualTo(0.1235f);
    assertThat(ActivationMap.rounded(-12345.6f)).isEqualTo(-12350f);
    assertThat(ActivationMap.rounded(1.23456e-7f)).isEqualTo(1.235e-7f);
    assertThat(ActivationMap.rounded(0f)).isZero();
    assertThat(ActivationMap.rounded(Float.NaN)).isNaN();
    assertThat(ActivationMap.rounded(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void shouldFitIntoARecordWhateverTheNumbersAre() {
    MapSize size = new MapSize(256, 256);
    assertThat(ActivationMap.fits(1, size)).isTrue();
    assertThat(ActivationMap.fits(2, size)).isFalse();
    assertThat(ActivationMap.fits(65_536, size)).isFalse();

    float[] longest = new float[size.cells()];
    Arrays.fill(longest, -1.2345e-30f);
    byte[] json = Json.write(ActivationMap.of(List.of("cat"), size, longest));
    // What is left of 1 MiB is for labels, scores and headers.
    assertThat(json).hasSizeLessThan(800_000).hasSizeGreaterThan(500_000);
  }
}
