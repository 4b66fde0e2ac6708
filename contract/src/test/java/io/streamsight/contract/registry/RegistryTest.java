package io.streamsight.contract.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunCancelled;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.Unknown;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.run.TrainingRequest;
import java.nio.charset.StandardCharsets;
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
    return apply(
        new CandidatePublished("pets", run, file("sha-" + run), null, null, null, "worker"));
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
        apply(new CandidatePublished("pets", "r", file("other"), null, null, null, "zombie")),
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
    apply(new CandidatePublished("birds", "b", file("s"), null, null, null, "worker"));
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
    assertIgnored(apply(new Unknown("pets", "version-blessed", "ann")), "does not know");
    assertThat(registry.history("pets"))
        .extracting(Registry.Entry::offset)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(registry.history("birds")).isEmpty();
  }

  @Test
  void shouldCancelARunThatHasNotEndedAndNoOther() {
    request("r");
    assertAccepted(apply(new RunCancelled("pets", "r", "ann")));
    assertThat(registry.run("r").orElseThrow().state()).isEqualTo(Run.State.CANCELLED);
    assertIgnored(publish("r"), "has ended");
    assertIgnored(apply(new RunCancelled("pets", "r", "ann")), "has ended");

    version("done");
    assertIgnored(apply(new RunCancelled("pets", "done", "ann")), "has ended");
    assertThat(registry.run("done").orElseThrow().version()).isEqualTo(1);
    assertIgnored(apply(new RunCancelled("pets", "ghost", "ann")), "never requested");
  }

  @Test
  void shouldTellWhenARunWasRequestedAndEnded() {
    request("r");
    long requested = registry.run("r").orElseThrow().requestedAt();
    assertThat(registry.run("r").orElseThrow().endedAt()).isNull();
    publish("r");
    assertThat(registry.run("r").orElseThrow().requestedAt()).isEqualTo(requested);
    assertThat(registry.run("r").orElseThrow().endedAt()).isEqualTo(requested + 1);
  }

  @Test
  void shouldRememberWhatARepetitionCameTo() {
    var equal = new Repetition(new ModelVersionId("pets", 1), true, 0);
    request("r");
    apply(new CandidatePublished("pets", "r", file("s"), null, null, equal, "worker"));
    assertThat(registry.run("r").orElseThrow().repetition()).isEqualTo(equal);
  }

  @Test
  void shouldFindAVersionByItsId() {
    version("a");
    assertThat(registry.version(new ModelVersionId("pets", 1)).orElseThrow().runId())
        .isEqualTo("a");
    assertThat(registry.version(new ModelVersionId("pets", 2))).isEmpty();
    assertThat(registry.version(new ModelVersionId("birds", 1))).isEmpty();
  }

  /** Else a release that skips it would number all that follow otherwise than one that doesn't. */
  @Test
  void shouldNumberACandidateWhoseParticularsAreOfALaterRelease() {
    apply(
        """
        {"proposal":"run-requested","model":"pets","runId":"r",
         "request":{"model":"pets","dataset":"photos","fineTuning":"from the moon"}}""");
    assertThat(registry.run("r").orElseThrow().request()).isNull();
    assertThat(registry.run("r").orElseThrow().model()).isEqualTo("pets");
    assertAccepted(
        apply(
            """
            {"proposal":"candidate-published","model":"pets","runId":"r",
             "file":{"sha256":"s","bytes":1,"partition":0,"offset":0},
             "metadata":{"labels":{"cat":"a mapping"},"lineage":{"images":{"holdout":7}}},
             "verdict":{"promote":"perhaps"},"repetition":{"of":"somebody"}}"""));

    ModelVersion version = registry.versions("pets").get(0);
    assertThat(version.version()).isEqualTo(1);
    assertThat(version.metadata()).isNull();
    assertThat(version.verdict()).isNull();
    version("next");
    assertThat(registry.run("next").orElseThrow().version()).isEqualTo(2);
  }

  private Outcome apply(String json) {
    return apply(Json.read(json.getBytes(StandardCharsets.UTF_8), Proposal.class));
  }

  @Test
  void shouldTellWhoRetiredAVersionAndNotWhoTriedTo() {
    version("a");
    move(null, 1);
    apply(new VersionRetired("pets", 1, "too early", "bob"));
    assertThat(registry.retirement(new ModelVersionId("pets", 1))).isEmpty();
    move(1, null);
    apply(new VersionRetired("pets", 1, "wrong labels", "ann"));
    apply(new VersionRetired("pets", 1, "again", "eve"));
    assertThat(registry.retirement(new ModelVersionId("pets", 1)))
        .hasValueSatisfying(
            entry ->
                assertThat(entry.proposal())
                    .isEqualTo(new VersionRetired("pets", 1, "wrong labels", "ann")));
  }

  @Test
  void shouldSortAliasesByName() {
    version("a");
    for (String alias : new String[] {"shadow", "champion", "night", "before", "zoo", "a"}) {
      assertAccepted(apply(new AliasMoved("pets", alias, null, 1, "why", "ann")));
    }
    assertThat(registry.aliases("pets").keySet())
        .containsExactly("a", "before", "champion", "night", "shadow", "zoo");
  }

  @Test
  void shouldTakeAMoveOfAnOlderReleaseForAPromotion() {
    String json =
        "{'proposal':'alias-moved','model':'pets','alias':'champion','to':1,'why':'w','by':'b'}";
    Proposal move =
        Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Proposal.class);
    assertThat(move).isEqualTo(new AliasMoved("pets", "champion", null, 1, "w", "b"));
    assertThat(new String(Json.write(move), StandardCharsets.UTF_8)).doesNotContain("rollback");
  }
}
