package io.streamsight.contract.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Lenient;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.run.TrainingRequest;

/**
 * The value of {@code registry}: something that somebody entitled wants to be so. {@link Registry}
 * accepts or ignores it by the same rule everywhere.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "proposal",
    visible = true,
    defaultImpl = Proposal.Unknown.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Proposal.RunRequested.class, name = "run-requested"),
  @JsonSubTypes.Type(value = Proposal.RunFailed.class, name = "run-failed"),
  @JsonSubTypes.Type(value = Proposal.RunCancelled.class, name = "run-cancelled"),
  @JsonSubTypes.Type(value = Proposal.CandidatePublished.class, name = "candidate-published"),
  @JsonSubTypes.Type(value = Proposal.AliasMoved.class, name = "alias-moved"),
  @JsonSubTypes.Type(value = Proposal.VersionRetired.class, name = "version-retired")
})
// Visible for Unknown alone.
@JsonIgnoreProperties("proposal")
public sealed interface Proposal {
  /** The model's name: the record's key. */
  String model();

  /**
   * A run shall be queued. A known run id is a repeat.
   *
   * @param request null when a later release wrote it in a way that this one can't understand: the
   *     run counts all the same, or versions would be numbered differently
   */
  record RunRequested(
      String model,
      String runId,
      @JsonDeserialize(using = Lenient.class) TrainingRequest request,
      String by)
      implements Proposal {
    public RunRequested {
      SplitKey.requireName(model);
      require(runId, "runId");
    }
  }

  /** A run ended without a model. */
  record RunFailed(String model, String runId, String reason, String detail, String by)
      implements Proposal {
    public RunFailed {
      SplitKey.requireName(model);
      require(runId, "runId");
    }
  }

  /** Nobody wants a run any more, whether it waits or somebody works on it. */
  record RunCancelled(String model, String runId, String by) implements Proposal {
    public RunCancelled {
      SplitKey.requireName(model);
      require(runId, "runId");
    }
  }

  /**
   * A run's model is in {@code models}: it shall have a version. The first of a run counts.
   *
   * @param metadata null when a later release wrote it in a way that this one can't understand: the
   *     version counts all the same
   * @param verdict of the gate: who finds the candidate published, but champion not moved, can
   *     finish; null likewise
   * @param repetition what a run that repeats another came to; null for all others
   */
  record CandidatePublished(
      String model,
      String runId,
      ModelFile file,
      @JsonDeserialize(using = Lenient.class) ModelMetadata metadata,
      @JsonDeserialize(using = Lenient.class) Verdict verdict,
      @JsonDeserialize(using = Lenient.class) Repetition repetition,
      String by)
      implements Proposal {
    public CandidatePublished {
      SplitKey.requireName(model);
      require(runId, "runId");
      require(file, "file");
    }
  }

  /**
   * An alias shall point to another version, if it still points to {@code from}.
   *
   * @param from what the proposer saw; null when the alias was not set
   * @param to null removes the alias
   * @param rollback true for a step back to where it pointed before; null, and in older records,
   *     for all others
   * @param why the reason, for the audit trail
   */
  record AliasMoved(
      String model, String alias, Integer from, Integer to, Boolean rollback, String why, String by)
      implements Proposal {
    public static final String CHAMPION = "champion";

    public AliasMoved {
      SplitKey.requireName(model);
      AliasName.require(alias);
      require(why, "why");
      require(by, "by");
      rollback = Boolean.TRUE.equals(rollback) ? Boolean.TRUE : null;
    }

    /** A step on, or a removal. */
    public AliasMoved(String model, String alias, Integer from, Integer to, String why, String by) {
      this(model, alias, from, to, null, why, by);
    }
  }

  /** A version shall never be served again; refused while an alias points to it. */
  record VersionRetired(String model, int version, String why, String by) implements Proposal {
    public VersionRetired {
      SplitKey.requireName(model);
      require(why, "why");
      require(by, "by");
    }
  }

  /**
   * Written by a later release: kept in the history, ignored by the fold.
   *
   * @param proposal what it calls it
   */
  @JsonIgnoreProperties({})
  record Unknown(String model, String proposal, String by) implements Proposal {}

  private static void require(Object value, String name) {
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }
}
