package io.streamsight.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.run.TrainingRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AliasTrailTest {
  private final Registry registry = new Registry();
  private long offset;

  @BeforeEach
  void publishFiveVersions() {
    for (int i = 1; i <= 5; i++) {
      String run = "run-" + i;
      apply(new RunRequested("pets", run, TrainingRequest.of("pets", "photos"), "ann"));
      apply(
          new CandidatePublished(
              "pets", run, new ModelFile("sha-" + i, 9, 0, i), null, null, null, "w"));
    }
  }

  private Outcome apply(Proposal proposal) {
    return registry.apply(offset++, 1_000 + offset, proposal);
  }

  /** Champion, one version after the other; 0 removes it. */
  private void move(int... versions) {
    for (int version : versions) {
      Integer from = registry.aliases("pets").get("champion");
      Integer to = version == 0 ? null : version;
      assertThat(apply(new AliasMoved("pets", "champion", from, to, "why", "ann")))
          .isInstanceOf(Outcome.Accepted.class);
    }
  }

  /** Champion, so many steps, each to where the trail says. */
  private void rollBack(int... expected) {
    for (int version : expected) {
      assertThat(before()).isEqualTo(version);
      rollBackTo(version);
    }
  }

  private void rollBackTo(int version) {
    Integer from = registry.aliases("pets").get("champion");
    assertThat(apply(new AliasMoved("pets", "champion", from, version, true, "why", "bob")))
        .isInstanceOf(Outcome.Accepted.class);
    assertThat(registry.trail("pets", "champion").now()).isEqualTo(version);
  }

  private void retire(int version) {
    assertThat(apply(new VersionRetired("pets", version, "wrong labels", "ann")))
        .isInstanceOf(Outcome.Accepted.class);
  }

  private Integer before() {
    return registry.trail("pets", "champion").before();
  }

  @Test
  void shouldGoBackStepByStep() {
    assertThat(before()).isNull();
    move(1);
    assertThat(before()).isNull();
    move(2, 3);
    assertThat(registry.trail("pets", "champion").now()).isEqualTo(3);
    rollBack(2, 1);
    assertThat(before()).isNull();
  }

  @Test
  void shouldGoBackToWhatServedBeforeAPromotionAfterARollback() {
    move(1, 2);
    rollBack(1);
    move(3);
    rollBack(1);
    assertThat(before()).isNull();
  }

  /** It was refused: promoting the version before by mistake counted as a step back. */
  @Test
  void shouldTakeBackAPromotionToTheVersionBefore() {
    move(1, 2, 1);
    rollBack(2, 1);
    assertThat(before()).isNull();
  }

  @Test
  void shouldNeverGoBackToWhatWasRolledBack() {
    move(1, 2, 3);
    rollBack(2);
    move(4, 2);
    rollBack(4, 2, 1);
    assertThat(before()).isNull();
  }

  @Test
  void shouldFollowARollbackThatSomebodyWroteByHand() {
    move(1, 2, 3);
    rollBackTo(1);
    assertThat(before()).isNull();
    rollBackTo(5);
    assertThat(before()).isEqualTo(1);
  }

  @Test
  void shouldPassOverRetiredVersions() {
    move(1, 2, 3);
    retire(2);
    rollBack(1);
    assertThat(before()).isNull();
  }

  @Test
  void shouldNotGoBackToWhatWasRolledBackWhenAnotherIsRetired() {
    move(1, 2, 3);
    rollBack(2);
    move(4);
    assertThat(before()).isEqualTo(2);
    retire(2);
    assertThat(before()).isEqualTo(1);
  }

  @Test
  void shouldNotFollowItselfWhenWhatWasBetweenIsRetired() {
    move(1, 2, 3, 4, 2, 5);
    retire(3);
    retire(4);
    // What is left of the trail is 1, 2, 5.
    rollBack(2, 1);
  }

  @Test
  void shouldGoBackToWhereItWasWhenItWasRemoved() {
    move(1, 2, 0);
    assertThat(registry.trail("pets", "champion").now()).isNull();
    rollBack(2);
    assertThat(before()).isEqualTo(1);
    move(0, 3);
    assertThat(before()).isEqualTo(2);
  }

  @Test
  void shouldRememberThatItWasRemovedThoughThereIsNoWayBack() {
    assertThat(registry.trail("pets", "champion").removed()).isFalse();
    move(1);
    assertThat(registry.trail("pets", "champion").removed()).isFalse();
    move(0);
    retire(1);
    assertThat(registry.trail("pets", "champion").removed()).isTrue();
    assertThat(before()).isNull();
  }

  @Test
  void shouldKeepAliasesAndModelsApart() {
    move(1, 2);
    assertThat(registry.trail("pets", "shadow").before()).isNull();
    assertThat(registry.trail("birds", "champion").before()).isNull();
  }

  @Test
  void shouldNotFollowWhatWasNotAccepted() {
    move(1, 2);
    apply(new AliasMoved("pets", "champion", 1, 3, "why", "bob"));
    assertThat(registry.trail("pets", "champion").now()).isEqualTo(2);
    assertThat(before()).isEqualTo(1);
  }
}
