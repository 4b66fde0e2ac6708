package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.Split;
import io.streamsight.ingest.imports.SplitRule.Range;
import io.streamsight.ingest.imports.SplitRule.Ranges;
import io.streamsight.ingest.imports.SplitRule.Ratio;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRuleTest {
  private static final String FIRST = "0".repeat(64);
  private static final String LAST = "f".repeat(64);

  @Test
  void shouldDivideByTheContentsHashInTheWantedShares() {
    Ratio ratio = Ratio.parse("0.7,0.2,0.1");
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    int images = 10_000;
    for (int i = 0; i < images; i++) {
      counts.merge(ratio.split(Sha256.of("image " + i)), 1, Integer::sum);
    }
    // Five standard deviations of a binomial share: sqrt(0.25 / 10,000) is 0.005.
    assertThat(counts.get(Split.TRAIN) / (double) images).isCloseTo(0.7, within(0.025));
    assertThat(counts.get(Split.VALIDATION) / (double) images).isCloseTo(0.2, within(0.025));
    assertThat(counts.get(Split.TEST) / (double) images).isCloseTo(0.1, within(0.025));
  }

  @Test
  void shouldDivideTheSameWayForEver() {
    // Pinned: another rule would move images of data sets that are there.
    assertThat(Ratio.DEFAULT.split(Sha256.of("a"))).isEqualTo(Split.VALIDATION);
    assertThat(Ratio.DEFAULT.split(Sha256.of("b"))).isEqualTo(Split.TRAIN);
    assertThat(Ratio.DEFAULT.split(FIRST)).isEqualTo(Split.TRAIN);
    assertThat(Ratio.DEFAULT.split(LAST)).isEqualTo(Split.TEST);
  }

  @Test
  void shouldLeaveASplitOfShareZeroEmpty() {
    assertThat(Ratio.parse("0,0.5,0.5").split(FIRST)).isEqualTo(Split.VALIDATION);
    assertThat(Ratio.parse("0.8,0.2,0").split(LAST)).isEqualTo(Split.VALIDATION);
    assertThat(Ratio.parse("1,0,0").split(LAST)).isEqualTo(Split.TRAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0.7", "0.7,0.3", "0.7,0.2,0.2", "0.5,0.6,-0.1", "a,b,c", "0.5,0.2,0.2,0.1"})
  void shouldRefuseAnythingButThreeSharesOfOne(String text) {
    assertThatThrownBy(() -> Ratio.parse(text)).hasMessageContaining("'" + text + "'");
  }

  @Test
  void shouldDivideByRangesWithBothEnds() {
    var ranges =
        new Ranges(
            Map.of(
                Split.TRAIN, Range.parse("0-999"),
                Split.TEST, Range.parse("1500-2499")));
    assertThat(ranges.split(0)).contains(Split.TRAIN);
    assertThat(ranges.split(999)).contains(Split.TRAIN);
    assertThat(ranges.split(1000)).isEmpty();
    assertThat(ranges.split(2499)).contains(Split.TEST);
    assertThat(ranges.split(2500)).isEmpty();
  }

  @Test
  void shouldRefuseRangesThatOverlap() {
    assertThatThrownBy(
            () ->
                new Ranges(
                    Map.of(
                        Split.TRAIN, Range.parse("0-1000"),
                        Split.VALIDATION, Range.parse("1000-1499"))))
        .hasMessageContaining("train (0-1000)")
        .hasMessageContaining("validation (1000-1499)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "9-1", "a-b", "-1-5", "0-9-12"})
  void shouldRefuseWhatIsNoRange(String text) {
    assertThatThrownBy(() -> Range.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
