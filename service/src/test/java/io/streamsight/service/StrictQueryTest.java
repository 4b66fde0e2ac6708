package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrictQueryTest {
  private static final Set<String> KNOWN = Set.of("reason", "by");

  @Test
  void shouldTakeWhatIsKnownOnce() {
    assertThatCode(() -> StrictQuery.require(Map.of("reason", List.of("x")), KNOWN))
        .doesNotThrowAnyException();
    assertThatCode(() -> StrictQuery.require(Map.of(), KNOWN)).doesNotThrowAnyException();
  }

  @Test
  void shouldNameWhatIsASlip() {
    assertRefused("reasn", List.of("x"), "'reasn' is no parameter here: [by, reason]");
    assertRefused("reason", List.of(" "), "reason is empty");
    assertRefused("reason", List.of("x", "x"), "reason is given twice");
  }

  private static void assertRefused(String name, List<String> values, String why) {
    assertThatThrownBy(() -> StrictQuery.require(Map.of(name, values), KNOWN))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }
}
