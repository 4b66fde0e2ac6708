package io.streamsight.trainer.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.run.TrainingRequest;
import org.junit.jupiter.api.Test;

class ResolvedRequestTest {
  /** The book's mini Xception: 721,857 values, and RMSprop's state. */
  private static final ResolvedRequest BOOK =
      RequestResolution.resolve(TrainingRequest.of("pets", "photos"), new Registry());

  private static final int NET = 721_857 * 4;

  @Test
  void shouldRefuseANetThatIsLargerThanARecordMayBe() {
    assertRefused(NET - 1, Reason.MODEL_TOO_LARGE, "The net has %d bytes or more".formatted(NET));
  }

  @Test
  void shouldRefuseARunWhoseStateIsLargerThanARecordMayBe() {
    // The net as it is, as it was best, and a moment.
    assertRefused(3 * NET, Reason.CHECKPOINT_TOO_LARGE, "The run's state has");
    assertThatCode(() -> BOOK.requireFit(3 * NET + 1_000_000)).doesNotThrowAnyException();
  }

  private static void assertRefused(int limit, Reason reason, String why) {
    assertThatThrownBy(() -> BOOK.requireFit(limit))
        .hasMessageContainingAll(why, "streamsight.max-model-bytes allows " + limit)
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
