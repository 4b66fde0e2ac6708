package io.streamsight.trainer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import org.junit.jupiter.api.Test;

class LimitTest {
  private final Limit limit = new Limit(2);

  @Test
  void shouldRefuseOneMoreThanTheLimitAndGiveBackWhatEnds() {
    String innermost =
        limit.within(
            () ->
                limit.within(
                    () -> {
                      assertThatThrownBy(() -> limit.within(() -> "third"))
                          .isInstanceOfSatisfying(
                              StreamsightException.class,
                              e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));
                      return "second";
                    }));
    assertThat(innermost).isEqualTo("second");
    assertThatThrownBy(
            () ->
                limit.within(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat((String) limit.within(() -> limit.within(() -> "both"))).isEqualTo("both");
  }
}
