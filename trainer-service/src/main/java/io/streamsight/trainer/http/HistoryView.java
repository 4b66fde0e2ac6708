package io.streamsight.trainer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.registry.Registry;
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
    String reason,
    String ignored) {
  static HistoryView of(Registry.Entry entry, Registry registry) {
    JsonNode proposal = Json.MAPPER.valueToTree(entry.proposal());
    return new HistoryView(
        entry.offset(),
        Instant.ofEpochMilli(entry.timestamp()),
        text(proposal, "proposal"),
        text(proposal, "by"),
        text(proposal, "runId"),
        version(entry, registry),
        text(proposal, "alias"),
        number(proposal, "from"),
        number(proposal, "to"),
        reason(entry.proposal()),
        entry.outcome() instanceof Outcome.Ignored ignored ? ignored.why() : null);
  }

  private static Integer version(Registry.Entry entry, Registry registry) {
    if (entry.proposal() instanceof VersionRetired retired) {
      return retired.version();
    }
    boolean made =
        entry.proposal() instanceof CandidatePublished
            && entry.outcome() instanceof Outcome.Accepted;
    return made
        ? registry.versions(entry.proposal().model()).stream()
            .filter(v -> v.runId().equals(((CandidatePublished) entry.proposal()).runId()))
            .map(ModelVersion::version)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static String reason(Proposal proposal) {
    if (proposal instanceof AliasMoved moved) {
      return moved.why();
    } else if (proposal instanceof VersionRetired retired) {
      return retired.why();
    } else if (proposal instanceof RunFailed failed) {
      return failed.reason() + ": " + failed.detail();
    } else if (proposal instanceof CandidatePublished candidate && candidate.verdict() != null) {
      return candidate.verdict().why();
    }
    return null;
  }

  private static String text(JsonNode proposal, String field) {
    return proposal.path(field).isTextual() ? proposal.path(field).textValue() : null;
  }

  private static Integer number(JsonNode proposal, String field) {
    return proposal.path(field).isInt() ? proposal.path(field).intValue() : null;
  }
}
