package io.streamsight.trainer.http;

import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunCancelled;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.Unknown;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.registry.Run;
import java.time.Instant;

/**
 * A record of the registry as a reader wants it; what it does not speak of is absent.
 *
 * @param offset in {@code registry}: {@code kcat -C -t registry -o OFFSET -c 1} shows it whole
 * @param at by the clock of the broker or of whoever proposed it
 * @param proposal run-requested, candidate-published, alias-moved and so on
 * @param by who proposed it
 * @param version that it made, or retired
 * @param from the version that the alias pointed to
 * @param to the version that it points to from then on; absent when it was removed
 * @param rollback true when the alias was rolled back; absent for all else
 * @param reason why; of a candidate what the gate said, of a failed run what happened
 * @param ignored why it was not accepted; absent when it was
 */
public record HistoryView(
    long offset,
    Instant at,
    String proposal,
    String by,
    String runId,
    Integer version,
    String alias,
    Integer from,
    Integer to,
    Boolean rollback,
    String reason,
    String ignored) {
  static HistoryView of(Registry.Entry entry, Registry registry) {
    // Written as a chain until the language level has patterns in switch.
    if (entry.proposal() instanceof RunRequested p) {
      return view(entry, "run-requested", p.by(), p.runId(), null, null, null);
    } else if (entry.proposal() instanceof RunFailed p) {
      String what = p.reason() + ": " + p.detail();
      return view(entry, "run-failed", p.by(), p.runId(), null, null, what);
    } else if (entry.proposal() instanceof RunCancelled p) {
      return view(entry, "run-cancelled", p.by(), p.runId(), null, null, null);
    } else if (entry.proposal() instanceof CandidatePublished p) {
      // Of two candidates of a run the first made it.
      Integer version =
          entry.outcome() instanceof Outcome.Accepted
              ? registry.run(p.runId()).map(Run::version).orElse(null)
              : null;
      String gate = p.verdict() == null ? null : p.verdict().why();
      return view(entry, "candidate-published", p.by(), p.runId(), version, null, gate);
    } else if (entry.proposal() instanceof AliasMoved p) {
      return view(entry, "alias-moved", p.by(), null, null, p, p.why());
    } else if (entry.proposal() instanceof VersionRetired p) {
      return view(entry, "version-retired", p.by(), null, p.version(), null, p.why());
    }
    Unknown p = (Unknown) entry.proposal();
    return view(entry, p.proposal(), p.by(), null, null, null, null);
  }

  private static HistoryView view(
      Registry.Entry entry,
      String proposal,
      String by,
      String runId,
      Integer version,
      AliasMoved moved,
      String reason) {
    return new HistoryView(
        entry.offset(),
        Instant.ofEpochMilli(entry.timestamp()),
        proposal,
        by,
        runId,
        version,
        moved == null ? null : moved.alias(),
        moved == null ? null : moved.from(),
        moved == null ? null : moved.to(),
        moved == null ? null : moved.rollback(),
        reason,
        entry.outcome() instanceof Outcome.Ignored ignored ? ignored.why() : null);
  }
}
