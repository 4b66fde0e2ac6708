package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomWarningTest {
  private final AtomicLong now = new AtomicLong();
  private final SeldomWarning warning = new SeldomWarning(now::get);

  @Test
  void shouldSayTheSameThingAgainAfterAWhileOnly() {
    assertThat(warning.due("no GPU")).isTrue();
    assertThat(warning.due("no GPU")).isFalse();
    now.addAndGet(SeldomWarning.AGAIN.minus(Duration.ofSeconds(1)).toNanos());
    assertThat(warning.due("no GPU")).isFalse();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(warning.due("no GPU")).isTrue();
    assertThat(warning.due("no GPU")).isFalse();
  }

  @Test
  void shouldSayAnythingElseAtOnce() {
    warning.due("no GPU");
    assertThat(warning.due("no broker")).isTrue();
    assertThat(warning.due("no GPU")).isTrue();
  }
}
