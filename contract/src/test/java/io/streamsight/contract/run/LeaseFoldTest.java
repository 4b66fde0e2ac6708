package io.streamsight.contract.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseFoldTest {
  private static final long LIFETIME = LeaseFold.LIFETIME.toMillis();

  private final LeaseFold fold = new LeaseFold();

  private void claim(String worker, long at) {
    fold.apply("run", new Lease(worker, false), at);
  }

  private void release(String worker, long at) {
    fold.apply("run", new Lease(worker, true), at);
  }

  private void assertHolder(String worker, long at) {
    assertThat(fold.holder("run", at).map(LeaseFold.Holder::worker).orElse(null)).isEqualTo(worker);
  }

  @Test
  void shouldGiveTheRunToTheFirstOfTwoClaims() {
    claim("a", 0);
    claim("b", 1);
    assertHolder("a", 2);
  }

  @Test
  void shouldFreeARunAfterSilenceAndNotBefore() {
    claim("a", 0);
    assertHolder("a", LIFETIME - 1);
    assertHolder(null, LIFETIME);
    claim("b", LIFETIME - 1);
    assertHolder("a", LIFETIME - 1);
    claim("b", LIFETIME);
    assertHolder("b", LIFETIME);
  }

  @Test
  void shouldKeepARunThatIsRenewed() {
    claim("a", 0);
    claim("a", LIFETIME - 1);
    claim("b", LIFETIME + 1);
    assertHolder("a", LIFETIME + 1);
  }

  @Test
  void shouldNotLetAZombieTakeBackWhatItLost() {
    claim("a", 0);
    claim("b", LIFETIME);
    claim("a", LIFETIME + 1);
    release("a", LIFETIME + 2);
    assertHolder("b", LIFETIME + 3);
  }

  @Test
  void shouldFreeAReleasedRunAtOnce() {
    claim("a", 0);
    release("a", 1);
    assertHolder(null, 1);
    claim("b", 1);
    assertHolder("b", 1);
  }

  @Test
  void shouldBeRightWhenCompactionTookTheFirstClaim() {
    claim("a", 50_000);
    assertHolder("a", 50_001);
    fold.forget("run");
    assertHolder(null, 50_001);
  }
}
