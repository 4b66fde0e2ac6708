package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.TrainingRequest;
import org.junit.jupiter.api.Test;

/** Which version is still to become champion, because its worker died before it was. */
class PromotionsTest {
  private final Registry registry = new Registry();
  private int runs;

  private void apply(Proposal proposal) {
    assertThat(registry.apply(runs++, 1_000, proposal)).isInstanceOf(Outcome.Accepted.class);
  }

  /**
   * @param champion that the gate compared it with
   */
  private void publish(boolean promote, Integer champion) {
    String run = "run-" + runs;
    apply(new RunRequested("pets", run, TrainingRequest.of("pets", "photos"), "ann"));
    Verdict verdict = new Verdict(promote, "why", champion, 9, 0.9, null, 0.01);
    ModelFile file = new ModelFile("sha-" + runs, 9, 0, 0);
    apply(new CandidatePublished("pets", run, file, null, verdict, null, "worker"));
  }

  private void move(Integer from, Integer to) {
    apply(new AliasMoved("pets", "champion", from, to, "why", "ann"));
  }

  private Integer pending() {
    return Promotions.pending(registry, "pets").map(ModelVersion::version).orElse(null);
  }

  @Test
  void shouldBeTheNewestThatTheGateWants() {
    publish(true, null);
    assertThat(pending()).isEqualTo(1);
    move(null, 1);
    assertThat(pending()).isNull();
    publish(true, 1);
    publish(false, 1);
    assertThat(pending()).isEqualTo(2);
  }

  @Test
  void shouldNotServeAgainWhatSomebodyHasTakenOffService() {
    publish(true, null);
    publish(true, null);
    move(null, 1);
    assertThat(pending()).isNull();
    move(1, null);
    assertThat(pending()).isNull();
  }

  @Test
  void shouldNotFollowARollback() {
    publish(true, null);
    move(null, 1);
    publish(true, 1);
    publish(true, 1);
    move(1, 2);
    move(2, 1);
    assertThat(pending()).isNull();
  }
}
