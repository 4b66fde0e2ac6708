package io.streamsight.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.Unknown;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.run.TrainingRequest;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final TrainingRequest REQUEST = TrainingRequest.of("pets", "photos");

  private final Registry registry = new Registry();
  private long offset;

  private Outcome apply(Proposal proposal) {
    return registry.apply(offset++, 1_000 + offset, proposal);
  }

  private Outcome request(String run) {
    return apply(new RunRequested("pets", run, REQUEST, "ann"));
  }

  private Outcome publish(String run) {
    return apply(new CandidatePublished("pets", run, file("sha-" + run), null, null, "worker"));
  }

  private Outcome move(Integer from, Integer to) {
    return apply(new AliasMoved("pets", "champion", from, to, "better", "ann"));
  }

  private static ModelFile file(String sha) {
    return new ModelFile(sha, 100, 0, 5);
  }

  private void version(String run) {
    request(run);
    publish(run);
  }

  private static void assertIgnored(Outcome outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Outcome.Ignored.class, i -> assertThat(i.why()).contains(why));
  }

  private static void assertAccepted(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void shouldNumberVersionsByWhoFinishesFirst() {
    request("slow");
    request("fast");
    assertAccepted(publish("fast"));
    assertAccepted(publish("slow"));

    assertThat(registry.versions("pets"))
        .extracting(ModelVersion::version, ModelVersion::runId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "fast"),
            org.assertj.core.groups.Tuple.tuple(2, "slow"));
    assertThat(registry.run("slow").orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void shouldGiveARunOneVersionHoweverOftenItIsPublished() {
    version("r");
    assertIgnored(
        apply(new CandidatePublished("pets", "r", file("other"), null, null, "zombie")),
        "has ended");
    assertThat(registry.versions("pets")).hasSize(1);
    assertThat(registry.versions("pets").get(0).file().sha256()).isEqualTo("sha-r");
  }

  @Test
  void shouldIgnoreARepeatedRequest() {
    assertAccepted(request("r"));
    assertIgnored(request("r"), "known already");
    assertThat(registry.runs()).hasSize(1);
  }

  @Test
  void shouldIgnoreACandidateOfARunThatNobodyRequested() {
    assertIgnored(publish("ghost"), "never requested");
  }

  @Test
  void shouldEndARunOnce() {
    request("r");
    assertAccepted(apply(new RunFailed("pets", "r", "training-diverged", "epoch 3", "worker")));
    assertIgnored(publish("r"), "has ended");
    assertThat(registry.run("r").orElseThrow().state()).isEqualTo(Run.State.FAILED);

    version("ok");
    assertIgnored(apply(new RunFailed("pets", "ok", "internal", "late", "zombie")), "has ended");
    assertThat(registry.run("ok").orElseThrow().state()).isEqualTo(Run.State.SUCCEEDED);
    assertIgnored(apply(new RunFailed("pets", "ghost", "x", "y", "z")), "never requested");
  }

  @Test
  void shouldLetOneOfTwoWinWhoMoveAnAliasAtOnce() {
    version("a");
    version("b");
    assertAccepted(move(null, 1));
    assertAccepted(move(1, 2));
    assertIgnored(move(1, null), "points to version 2, not to version 1");
    assertThat(registry.champion("pets").orElseThrow().version()).isEqualTo(2);
    assertThat(registry.aliases("pets")).containsEntry("champion", 2);
  }

  @Test
  void shouldNotPointAnAliasToWhatIsNotThere() {
    assertIgnored(move(null, 1), "no version 1");
    version("a");
    assertIgnored(move(null, 2), "no version 2");
    assertAccepted(apply(new VersionRetired("pets", 1, "old", "ann")));
    assertIgnored(move(null, 1), "retired");
    assertThat(registry.champion("pets")).isEmpty();
  }

  @Test
  void shouldRemoveAnAlias() {
    version("a");
    move(null, 1);
    assertAccepted(move(1, null));
    assertThat(registry.champion("pets")).isEmpty();
    assertAccepted(move(null, 1));
  }

  @Test
  void shouldNotRetireWhatAnAliasPointsTo() {
    version("a");
    version("b");
    move(null, 1);
    assertIgnored(apply(new VersionRetired("pets", 1, "old", "ann")), "champion points to");
    assertAccepted(move(1, 2));
    assertAccepted(apply(new VersionRetired("pets", 1, "old", "ann")));
    assertIgnored(apply(new VersionRetired("pets", 1, "old", "ann")), "retired already");
    assertIgnored(apply(new VersionRetired("pets", 9, "old", "ann")), "no version 9");
    version("c");
    assertThat(registry.versions("pets")).extracting(ModelVersion::version).contains(1, 2, 3);
  }

  @Test
  void shouldKeepModelsApart() {
    version("a");
    apply(new RunRequested("birds", "b", REQUEST, "ann"));
    apply(new CandidatePublished("birds", "b", file("s"), null, null, "worker"));
    assertThat(registry.models()).containsExactly("birds", "pets");
    assertThat(registry.versions("birds")).extracting(ModelVersion::version).containsExactly(1);
    move(null, 1);
    assertThat(registry.champion("birds")).isEmpty();
  }

  @Test
  void shouldKeepTheWholeHistoryWithWhatBecameOfIt() {
    version("a");
    move(null, 1);
    move(null, 1);
    assertIgnored(apply(new Unknown("pets")), "does not know");
    assertThat(registry.history("pets"))
        .extracting(Registry.Entry::offset)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(registry.history("birds")).isEmpty();
  }
}
