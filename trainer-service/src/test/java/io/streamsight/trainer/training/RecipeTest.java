package io.streamsight.trainer.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamsight.contract.event.Json;
import io.streamsight.trainer.training.Recipe.Keep;
import io.streamsight.trainer.training.Recipe.OptimizerKind;
import io.streamsight.trainer.training.Recipe.Schedule;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
  private static final String SETTINGS =
      "brightness, contrast, crop, cropAspect, cutmix, flip, gradientNorm, keep, labelSmoothing,"
          + " learningRate, mixup, optimizer, patience, rotation, saturation, schedule,"
          + " statisticsBatches, trainSize, warmUp, weightAveraging, weightDecay, zoom";

  @Test
  void shouldBeTheBooks() {
    assertThat(Recipe.of("keras", Map.of())).isEqualTo(Recipe.KERAS);
    assertThat(Recipe.KERAS)
        .isEqualTo(
            new Recipe(
                "keras",
                OptimizerKind.RMSPROP,
                1e-3,
                0,
                Schedule.CONSTANT,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Keep.BEST,
                1,
                new Augmentation(true, 0.1, 0.2, 1, 0, 0, 0, 0)));
  }

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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("slow", Map.of()))
        .withMessage("recipe 'slow' is not known; known: keras, quick, strong");
  }

  @Test
  void shouldTakeEverySettingThatItGives() {
    Map<String, Object> others =
        Map.ofEntries(
            Map.entry("optimizer", "adamw"),
            Map.entry("learningRate", 5e-4),
            Map.entry("schedule", "cosine"),
            Map.entry("warmUp", 0.2),
            Map.entry("weightDecay", 0.03),
            Map.entry("gradientNorm", 2.5),
            Map.entry("labelSmoothing", 0.2),
            Map.entry("mixup", 0.3),
            Map.entry("cutmix", 1.0),
            Map.entry("weightAveraging", 0.99),
            Map.entry("statisticsBatches", 7),
            Map.entry("patience", 12),
            Map.entry("keep", "last"),
            Map.entry("trainSize", 0.75),
            Map.entry("flip", false),
            Map.entry("rotation", 0.25),
            Map.entry("zoom", 0.5),
            Map.entry("crop", 0.6),
            Map.entry("cropAspect", 1.5),
            Map.entry("brightness", 0.1),
            Map.entry("contrast", 0.2),
            Map.entry("saturation", 0.4));
    Recipe recipe = Recipe.of("keras", others);
    // None of these is what keras has: one that is forgotten on the way in or out shows.
    assertThat(recipe.settings()).isEqualTo(others);
    assertThat(others.entrySet()).doesNotContainAnyElementsOf(Recipe.KERAS.settings().entrySet());
    assertThat(Recipe.of("keras", Map.of("zoom", 0)).augmentation())
        .as("the others stay")
        .isEqualTo(new Augmentation(true, 0.1, 0, 1, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "quick", "strong"})
  void shouldBeTheSameAgainFromItsSettingsAsJson(String name) {
    Recipe recipe = Recipe.of(name, Map.of("rotation", 1 / 7.0, "warmUp", 0.1 + 0.2));
    Map<String, Object> stored = Json.read(Json.write(recipe.settings()), Map.class);
    assertThat(Recipe.of(name, stored)).isEqualTo(recipe);
    // Nothing is left to the named recipe, which may be another one in a later release.
    for (String other : new String[] {"keras", "quick", "strong"}) {
      assertThat(Recipe.of(other, stored).settings()).isEqualTo(recipe.settings());
    }
    assertThat(String.join(", ", recipe.settings().keySet())).isEqualTo(SETTINGS);
  }

  /** A version is repeated as it was trained, though the recipe of its name has more by now. */
  @Test
  void shouldLeaveOffWhatAnEarlierReleaseDidNotKnow() {
    Map<String, Object> stored = new TreeMap<>(Recipe.STRONG.settings());
    stored.remove("trainSize");
    Recipe recipe = Recipe.of("strong", stored);
    assertThat(recipe.trainSize()).isEqualTo(1);
    stored.put("trainSize", 1.0);
    assertThat(recipe.settings()).isEqualTo(stored);
    assertThat(Recipe.of("strong", Map.of("zoom", 0.1)).trainSize()).isEqualTo(0.8);
  }

  /** A run of an earlier release goes on from its checkpoint. */
  @Test
  void shouldReadTheStateOfARunThatKnewNoTrainingSize() {
    String state = new String(Json.write(Recipe.KERAS), UTF_8);
    assertThat(state).contains("\"trainSize\":1.0,");
    byte[] older = state.replace("\"trainSize\":1.0,", "").getBytes(UTF_8);
    assertThat(Json.read(older, Recipe.class)).isEqualTo(Recipe.KERAS);
  }

  @Test
  void shouldListTheKnownSettingsWhenGivenAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("keras", Map.of("learningrate", 1, "zoom", 0.1)))
        .withMessage("setting learningrate is not known; known: " + SETTINGS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("keras", Map.of("lr", 1, "flips", true)))
        .withMessage("settings flips, lr are not known; known: " + SETTINGS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer        | \"sgd\" | optimizer 'sgd' is not one of rmsprop, adam, adamw",
        "keep             | 1       | keep '1' is not one of best, last",
        "schedule         | \"COSINE\" | schedule 'COSINE' is not one of constant, cosine",
        "flip             | 1       | flip '1' is not true or false",
        "zoom             | \"0.1\" | zoom '0.1' is not a number",
        "patience         | 1.5     | patience '1.5' is not a whole number",
        "patience         | 3000000000 | patience '3000000000' is not a whole number",
        "patience         | -1      | patience -1.0 is not within 0.0 to 10000.0",
        "learningRate     | 0       | learningRate 0.0 is not above 0",
        "warmUp           | 1       | warmUp 1.0 is not within 0.0 to 0.9",
        "weightDecay      | 2       | weightDecay 2.0 is not within 0.0 to 1.0",
        "gradientNorm     | -1      | gradientNorm -1.0 is not within 0.0 to 1000000.0",
        "labelSmoothing   | 1       | labelSmoothing 1.0 is not within 0.0 to 0.9",
        "mixup            | 3       | mixup 3.0 is neither 0 (off) nor within 0.01 to 2",
        "mixup            | 1e-9    | mixup 1.0E-9 is neither 0 (off) nor within 0.01 to 2",
        "cutmix           | -0.1    | cutmix -0.1 is neither 0 (off) nor within 0.01 to 2",
        "weightAveraging  | 1       | weightAveraging 1.0 is not within 0.0 to 0.99999",
        "trainSize        | 0.4     | trainSize 0.4 is not within 0.5 to 1.0",
        "trainSize        | 1.1     | trainSize 1.1 is not within 0.5 to 1.0",
        "rotation         | 0.6     | rotation 0.6 is not within 0.0 to 0.5",
        "zoom             | 1       | zoom 1.0 is not within 0.0 to 0.9",
        "crop             | 0       | crop 0.0 is not within 0.05 to 1.0",
        "cropAspect       | 0.5     | cropAspect 0.5 is not within 1.0 to 4.0",
        "brightness       | 2       | brightness 2.0 is not within 0.0 to 1.0",
        "contrast         | 2       | contrast 2.0 is not within 0.0 to 1.0",
        "saturation       | -1      | saturation -1.0 is not within 0.0 to 1.0",
      })
  void shouldRefuseWhatASettingCannotBe(String name, String json, String message) {
    Object value = Json.read(json.getBytes(), Object.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("strong", Map.of(name, value)))
        .withMessage(message);
  }

  @Test
  void shouldRefuseSettingsThatContradictEachOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("strong", Map.of("optimizer", "adam")))
        .withMessage("weightDecay 0.05 is of the optimizer adamw, not of adam: set it to 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recipe.of("strong", Map.of("statisticsBatches", 0)))
        .withMessageStartingWith("weightAveraging 0.998 needs statisticsBatches above 0");
  }
}
