package io.streamsight.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate(0.01, 0.5);

  /** The first {@code right} of {@code n} images are right. */
  private static boolean[] right(int right, int n) {
    boolean[] result = new boolean[n];
    Arrays.fill(result, 0, right, true);
    return result;
  }

  @Test
  void shouldPromoteTheFirstVersionFromTheMinimalAccuracyOn() {
    assertThat(gate.first(right(50, 100)).promote()).isTrue();
    assertThat(gate.first(right(49, 100)).promote()).isFalse();
    assertThat(gate.first(right(49, 100)).why()).contains("49.0 %", "50.0 %");
  }

  @Test
  void shouldNotPromoteWhereSomebodyHasRemovedChampion() {
    assertThat(gate.removed(right(100, 100)).promote()).isFalse();
  }

  @Test
  void shouldNotPromoteARepetitionHoweverGoodItIs() {
    Verdict verdict = gate.repetition(new ModelVersionId("pets", 1), right(100, 100));
    assertThat(verdict.promote()).isFalse();
    assertThat(verdict.why()).isEqualTo("a repetition of pets/1: promote by hand");
  }

  @Test
  void shouldNotPromoteWhatAnswersOtherLabels() {
    Verdict verdict =
        gate.otherLabels(7, List.of("cat", "dog"), List.of("cat", "dog", "fox"), right(9, 10));
    assertThat(verdict.promote()).isFalse();
    assertThat(verdict.why())
        .isEqualTo("learned the labels [cat, dog, fox], version 7 has [cat, dog]: promote by hand");
    assertThat(verdict.candidateAccuracy()).isEqualTo(0.9);
  }

  @Test
  void shouldPromoteWhatIsAsGoodAndWhatIsBetter() {
    assertThat(gate.compare(1, right(90, 100), right(90, 100)).promote()).isTrue();
    assertThat(gate.compare(1, right(99, 100), right(90, 100)).promote()).isTrue();
  }

  @Test
  void shouldAllowThePointWhereTheNoiseIsSmaller() {
    // 100 of 10,000 images differ, all one way: one point exactly, standard error 0.1 points.
    assertThat(gate.compare(1, right(9_000, 10_000), right(9_100, 10_000)).promote()).isTrue();
    assertThat(gate.compare(1, right(8_999, 10_000), right(9_100, 10_000)).promote()).isFalse();
  }

  @Test
  void shouldAllowTwoStandardErrorsWhereTheyAreMoreThanThePoint() {
    // n = 100, d images worse and none better: mean -d/n, variance (d - d^2/n)/(n-1).
    // d = 3: 2 SE = 2 * sqrt((3 - 0.09) / 99 / 100) = 0.0343 >= 0.03: promoted.
    // d = 4: 2 SE = 2 * sqrt((4 - 0.16) / 99 / 100) = 0.0394 <  0.04: kept back.
    assertThat(gate.compare(1, right(87, 100), right(90, 100)).promote()).isTrue();
    assertThat(gate.compare(1, right(86, 100), right(90, 100)).promote()).isFalse();
  }

  @Test
  void shouldKeepBackWhatIsBelowTheMinimumEvenWhenBetterThanTheChampion() {
    assertThat(gate.compare(1, right(40, 100), right(10, 100)).promote()).isFalse();
  }

  @Test
  void shouldKeepBackWhatCannotBeCompared() {
    assertThat(gate.compare(3, right(0, 0), right(0, 0)).promote()).isFalse();
    assertThat(gate.compare(3, right(0, 0), right(0, 0)).why()).contains("version 3");
    assertThatThrownBy(() -> gate.compare(1, right(1, 2), right(1, 3)))
        .hasMessageContaining("2 and 3");
  }
}
