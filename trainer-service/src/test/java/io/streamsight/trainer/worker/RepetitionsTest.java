package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Repetition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
  private static final ModelVersionId ID = new ModelVersionId("pets", 3);

  private static Repetition compare(float[] before, float[] after) {
    return Repetitions.of(
        ID, Map.of("w", before, "b", new float[1]), Map.of("w", after, "b", new float[1]));
  }

  @Test
  void shouldFindEqualWeightsEqual() {
    assertThat(compare(new float[] {1, -2, Float.NaN}, new float[] {1, -2, Float.NaN}).equal())
        .isTrue();
    assertThat(compare(new float[] {1}, new float[] {1}).maxAbsDiff()).isZero();
  }

  @Test
  void shouldFindTheLastBitOfOneWeight() {
    Repetition repetition = compare(new float[] {1, 2, 3}, new float[] {1, Math.nextUp(2f), 3});
    assertThat(repetition).isEqualTo(new Repetition(ID, false, Math.ulp(2f)));
  }

  @Test
  void shouldFindTheSignOfZero() {
    assertThat(compare(new float[] {0}, new float[] {-0f})).isEqualTo(new Repetition(ID, false, 0));
  }

  @Test
  void shouldFindAnotherNetFarAway() {
    assertThat(compare(new float[] {1}, new float[] {1, 2}).equal()).isFalse();
    assertThat(Repetitions.of(ID, Map.of("w", new float[1]), Map.of("v", new float[1])))
        .isEqualTo(new Repetition(ID, false, Float.MAX_VALUE));
    assertThat(Repetitions.of(ID, Map.of(), Map.of("v", new float[1])).equal()).isFalse();
  }
}
