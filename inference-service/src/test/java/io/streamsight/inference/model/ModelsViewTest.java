package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsViewTest {
  private static final Optional<String> NOTHING = Optional.empty();
  private static final Optional<String> PETS = Optional.of("pets");
  private static final Optional<String> CARS = Optional.of("cars");

  private static final ModelsView PETS_SERVED =
      ModelsView.EMPTY.withChampions(Map.of("pets", 1)).withServed(model("pets"));
  private static final ModelsView PETS_SERVED_CARS_COMING =
      PETS_SERVED.withChampions(Map.of("pets", 1, "cars", 1));

  private static ServedModel model(String name) {
    var version = new ModelVersion(name, 1, "run", new ModelFile("00", 1, 0, 0), null, null, false);
    return new ServedModel(null, null, null, version, null, null, null);
  }

  private static Refusal refusal(Reason reason) {
    return new Refusal(1, new LoadResult.Refused(reason, "for a test"), Instant.EPOCH);
  }

  @Test
  void shouldTakeTheOnlyModelWhenNoneIsNamed() {
    assertThat(PETS_SERVED.choose(NOTHING, NOTHING)).isEqualTo(new Choice.Use("pets"));
  }

  @Test
  void shouldTakeTheConfiguredModelWhenNoneIsNamed() {
    var both = PETS_SERVED_CARS_COMING.withServed(model("cars"));
    assertThat(both.choose(NOTHING, CARS)).isEqualTo(new Choice.Use("cars"));
  }

  @Test
  void shouldTakeTheNamedModelBeforeTheConfiguredOne() {
    var both = PETS_SERVED_CARS_COMING.withServed(model("cars"));
    assertThat(both.choose(PETS, CARS)).isEqualTo(new Choice.Use("pets"));
  }

  @Test
  void shouldNotGuessAmongSeveral() {
    var both = PETS_SERVED_CARS_COMING.withServed(model("cars"));
    assertThat(both.choose(NOTHING, NOTHING)).isInstanceOf(Choice.Unknown.class);
  }

  @Test
  void shouldNotTakeTheFirstLoadedForTheOnlyOne() {
    assertThat(PETS_SERVED_CARS_COMING.choose(NOTHING, NOTHING)).isInstanceOf(Choice.Unknown.class);
  }

  @Test
  void shouldWaitWhileNothingIsServed() {
    var nothing = ModelsView.EMPTY.withChampions(Map.of());
    assertThat(nothing.choose(NOTHING, NOTHING)).isInstanceOf(Choice.Wait.class);
    assertThat(nothing.choose(CARS, NOTHING)).isInstanceOf(Choice.Wait.class);
  }

  @Test
  void shouldWaitForANamedModelThatIsOnItsWay() {
    assertThat(PETS_SERVED_CARS_COMING.choose(CARS, NOTHING)).isInstanceOf(Choice.Wait.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "MODEL_MISSING", "MODEL_CHECKSUM", "INTERNAL"})
  void shouldWaitForANamedModelWhoseRefusalMayPass(Reason reason) {
    var refused = PETS_SERVED_CARS_COMING.withRefused("cars", refusal(reason));
    assertThat(refused.choose(CARS, NOTHING)).isInstanceOf(Choice.Wait.class);
  }

  @Test
  void shouldSayWhyANamedModelIsUnfit() {
    var unfit = PETS_SERVED_CARS_COMING.withRefused("cars", refusal(Reason.MODEL_SELF_TEST));
    assertThat(unfit.choose(CARS, NOTHING))
        .isInstanceOfSatisfying(
            Choice.Unknown.class,
            unknown -> assertThat(unknown.reason()).isEqualTo(Reason.MODEL_SELF_TEST));
  }

  @Test
  void shouldServeOnWithTheOldVersionWhenTheNewOneIsUnfit() {
    var unfit = PETS_SERVED.withRefused("pets", refusal(Reason.MODEL_SELF_TEST));
    assertThat(unfit.choose(PETS, NOTHING)).isEqualTo(new Choice.Use("pets"));
  }

  @Test
  void shouldForgetARefusalOfWhatIsNoChampionAnyMore() {
    var refused = PETS_SERVED_CARS_COMING.withRefused("cars", refusal(Reason.MODEL_SELF_TEST));
    assertThat(refused.withChampions(Map.of("pets", 2, "cars", 1)).refused()).containsKey("cars");
    assertThat(refused.withChampions(Map.of("pets", 1, "cars", 2)).refused()).isEmpty();
    assertThat(refused.withChampions(Map.of("pets", 1)).refused()).isEmpty();
  }

  @Test
  void shouldNotKnowANameWithoutChampion() {
    assertThat(PETS_SERVED.choose(CARS, NOTHING)).isInstanceOf(Choice.Unknown.class);
  }

  @Test
  void shouldWaitForTheConfiguredModelBecauseTheImageCantHelpIt() {
    assertThat(PETS_SERVED.choose(NOTHING, CARS)).isInstanceOf(Choice.Wait.class);
  }
}
