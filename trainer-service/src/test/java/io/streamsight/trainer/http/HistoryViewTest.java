package io.streamsight.trainer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.Unknown;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.run.TrainingRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryViewTest {
  private final Registry registry = new Registry();
  private long offset;

  private void apply(Proposal proposal) {
    registry.apply(offset++, 1_000, proposal);
  }

  private List<HistoryView> history() {
    return registry.history("pets").stream().map(e -> HistoryView.of(e, registry)).toList();
  }

  @Test
  void shouldNameWhatALaterReleaseProposed() {
    apply(new Unknown("pets", "version-blessed", "ann"));
    assertThat(history())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.proposal()).isEqualTo("version-blessed");
              assertThat(view.by()).isEqualTo("ann");
              assertThat(view.ignored()).contains("does not know");
            });
  }

  @Test
  void shouldTellTheVersionOfTheCandidateThatMadeItOnly() {
    apply(new RunRequested("pets", "r", TrainingRequest.of("pets", "photos"), "ann"));
    for (String sha : List.of("first", "second")) {
      ModelFile file = new ModelFile(sha, 9, 0, 0);
      apply(new CandidatePublished("pets", "r", file, null, null, null, "worker"));
    }
    assertThat(history()).extracting(HistoryView::version).containsExactly(null, 1, null);
  }

  @Test
  void shouldTellARollbackFromAPromotion() {
    apply(new AliasMoved("pets", "champion", 1, 2, "better", "ann"));
    apply(new AliasMoved("pets", "champion", 2, 1, true, "cats", "bob"));
    assertThat(history()).extracting(HistoryView::rollback).containsExactly(null, true);
  }
}
