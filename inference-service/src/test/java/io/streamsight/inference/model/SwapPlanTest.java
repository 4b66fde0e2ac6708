package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwapPlanTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, ModelVersion> CHAMPION = Map.of("pets", version(2));

  private static ModelVersion version(int number) {
    return new ModelVersion(
        "pets", number, "run-" + number, new ModelFile("00", 1, 0, number), null, null, false);
  }

  private static Map<String, Refusal> refused(int version, Reason reason, long secondsAgo) {
    var result = new LoadResult.Refused(reason, "for a test");
    return Map.of("pets", new Refusal(version, result, NOW.minusSeconds(secondsAgo)));
  }

  @Test
  void shouldLoadAChampionThatIsNotServed() {
    assertThat(SwapPlan.of(CHAMPION, Map.of(), Map.of(), NOW).load()).containsExactly(version(2));
    assertThat(SwapPlan.of(CHAMPION, Map.of("pets", 1), Map.of(), NOW).load())
        .containsExactly(version(2));
  }

  @Test
  void shouldLoadNothingWhenTheChampionIsServed() {
    SwapPlan plan = SwapPlan.of(CHAMPION, Map.of("pets", 2), Map.of(), NOW);
    assertThat(plan.load()).isEmpty();
    assertThat(plan.drop()).isEmpty();
  }

  @Test
  void shouldGoBackToAnOlderVersionWhenTheAliasDoes() {
    assertThat(SwapPlan.of(CHAMPION, Map.of("pets", 3), Map.of(), NOW).load())
        .containsExactly(version(2));
  }

  @Test
  void shouldNotTryAnUnfitVersionAgain() {
    var refused = refused(2, Reason.MODEL_SELF_TEST, 3_600);
    assertThat(SwapPlan.of(CHAMPION, Map.of("pets", 1), refused, NOW).load()).isEmpty();
  }

  @Test
  void shouldTryTheNextVersionAfterAnUnfitOne() {
    var refused = refused(1, Reason.MODEL_SELF_TEST, 0);
    assertThat(SwapPlan.of(CHAMPION, Map.of(), refused, NOW).load()).containsExactly(version(2));
  }

  @Test
  void shouldTryAgainAfterAPauseWhenTheFileMayComeBack() {
    for (Reason reason :
        new Reason[] {Reason.UNAVAILABLE, Reason.MODEL_MISSING, Reason.MODEL_CHECKSUM}) {
      assertThat(SwapPlan.of(CHAMPION, Map.of(), refused(2, reason, 1), NOW).load()).isEmpty();
      assertThat(SwapPlan.of(CHAMPION, Map.of(), refused(2, reason, 60), NOW).load())
          .containsExactly(version(2));
    }
  }

  @Test
  void shouldDropANameWithoutChampion() {
    assertThat(SwapPlan.of(Map.of(), Map.of("pets", 1), Map.of(), NOW).drop())
        .containsExactly("pets");
  }
}
