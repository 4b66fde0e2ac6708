package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.trainer.training.Recipe.Keep;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {
  @Test
  void shouldKeepTheBestEpochsWeights() {
    Standing standing = Standing.NONE;
    standing = after(standing, 1, 0.7, 0.5, Keep.BEST);
    standing = after(standing, 2, 0.6, 0.1, Keep.BEST);
    assertThat(standing.kept().epoch()).isEqualTo(1);
    // As many right, at a lower loss.
    standing = after(standing, 3, 0.7, 0.4, Keep.BEST);
    assertThat(standing.kept()).isSameAs(standing.best());
    assertThat(standing.kept().epoch()).isEqualTo(3);
    assertThat(standing.keptWeights().get("w")).containsExactly(3);
  }

  @Test
  void shouldKeepTheLastWeightsAndStillKnowTheBest() {
    Standing standing = Standing.NONE;
    standing = after(standing, 1, 0.7, 0.5, Keep.LAST);
    standing = after(standing, 2, 0.6, 0.1, Keep.LAST);
    assertThat(standing.best().epoch()).isEqualTo(1);
    assertThat(standing.kept().epoch()).isEqualTo(2);
    assertThat(standing.keptWeights().get("w")).containsExactly(2);
  }

  @Test
  void shouldBeStaleAfterAsManyEpochsWithoutABetterOne() {
    assertThat(Standing.NONE.isStale(0, 1)).isFalse();
    Standing standing = after(Standing.NONE, 4, 0.7, 0.5, Keep.BEST);
    assertThat(standing.isStale(6, 3)).isFalse();
    assertThat(standing.isStale(7, 3)).isTrue();
    assertThat(standing.isStale(7, 0)).as("never").isFalse();
  }

  private static Standing after(
      Standing standing, int epoch, double accuracy, double loss, Keep keep) {
    EpochResult result = new EpochResult(epoch, 9, 0.1, 0.9, loss, accuracy, 1e-3, 50);
    return standing.after(result, keep, () -> Map.of("w", new float[] {epoch}));
  }
}
