package io.streamsight.contract.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseFoldTest {
  private static final long LIFETIME = 180_000;
  private static final long MS = 1_000_000;

  private final LeaseFold fold = new LeaseFold();

  /** Claims that are read as soon as they are appended. */
  private void claim(String worker, long at) {
    fold.apply("run", new Lease(worker, false, LIFETIME), at, at * MS);
  }

  private void release(String worker, long at) {
    fold.apply("run", new Lease(worker, true, LIFETIME), at, at * MS);
  }

  private void assertHolder(String worker, long at) {
    assertThat(fold.holder("run", at * MS).map(LeaseFold.Holder::worker).orElse(null))
        .isEqualTo(worker);
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

  /** A clock here that is an hour ahead of the broker's, or an hour behind, must not matter. */
  @Test
  void shouldJudgeByTimePassedHereAndNeverByTheClockHere() {
    long brokersTime = 1_700_000_000_000L;
    long clockHere = -5_000 * MS;
    fold.apply("run", new Lease("a", false, LIFETIME), brokersTime, clockHere);
    assertThat(fold.holder("run", clockHere + (LIFETIME - 1) * MS)).isPresent();
    assertThat(fold.holder("run", clockHere + LIFETIME * MS)).isEmpty();
  }

  /** Whoever starts later reads old records now: they look alive, but a claim tells the truth. */
  @Test
  void shouldGiveAStaleRunToAClaimThoughItsLeaseWasReadJustNow() {
    fold.apply("run", new Lease("dead", false, LIFETIME), 0, 9_000_000 * MS);
    assertHolder("dead", 9_000_001);
    fold.apply("run", new Lease("b", false, LIFETIME), LIFETIME + 5, 9_000_002 * MS);
    assertHolder("b", 9_000_003);
  }

  /** However its readers are set up, they agree about a lease: it says itself how long it lives. */
  @Test
  void shouldTakeTheLifetimeFromTheLease() {
    fold.apply("run", new Lease("a", false, 2_000L), 0, 0);
    claim("b", 1_999);
    assertHolder("a", 1_999);
    claim("b", 2_000);
    assertHolder("b", 2_000);
    assertThat(new Lease("a", false, null).lifetimeMs()).isEqualTo(LIFETIME);
  }

  @Test
  void shouldNameWhatHasNoTombstoneYet() {
    claim("a", 0);
    release("a", 1);
    assertThat(fold.runs()).containsExactly("run");
    fold.forget("run");
    assertThat(fold.runs()).isEmpty();
  }
}
