package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeTest {
  @Test
  void shouldKeepTheBooksRateConstant() {
    assertThat(Recipe.KERAS.rate(0, 6300)).isEqualTo(1e-3f);
    assertThat(Recipe.KERAS.rate(6299, 6300)).isEqualTo(1e-3f);
  }

  @Test
  void shouldWarmUpAndThenFallToZeroInTheQuickOne() {
    // A tenth of 100 steps: eleventh parts of the way up, then half a cosine.
    assertThat(Recipe.QUICK.rate(0, 100)).isEqualTo((float) (2e-3 / 11));
    assertThat(Recipe.QUICK.rate(9, 100)).isEqualTo((float) (2e-3 * 10 / 11));
    assertThat(Recipe.QUICK.rate(10, 100)).isEqualTo(2e-3f);
    assertThat(Recipe.QUICK.rate(55, 100)).isEqualTo(1e-3f);
    assertThat(Recipe.QUICK.rate(99, 100)).isBetween(1e-9f, 2e-6f);
  }

  @Test
  void shouldNameTheKnownRecipesWhenAskedForAnother() {
    assertThat(Recipe.of("keras", Map.of())).isEqualTo(Recipe.KERAS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("slow", Map.of()))
        .withMessage("recipe 'slow' is not known; known: keras, quick, strong");
  }
}
