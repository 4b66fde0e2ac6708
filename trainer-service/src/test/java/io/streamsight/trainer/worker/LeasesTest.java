package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void shouldRefuseALeaseThatDoesNotOutlastALostRenewal() {
    Leases.requireOutlasting(MINUTE.multipliedBy(2), MINUTE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leases.requireOutlasting(Duration.ofSeconds(119), MINUTE))
        .withMessageContaining("lease-lifetime=PT1M59S")
        .withMessageContaining("lease-renewal=PT1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leases.requireOutlasting(MINUTE, Duration.ZERO));
  }
}
