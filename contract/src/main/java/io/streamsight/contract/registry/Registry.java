package io.streamsight.contract.registry;

import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunCancelled;
import io.streamsight.contract.registry.Proposal.RunFailed;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The fold of {@code registry}: runs, versions and aliases as they follow from the proposals in
 * order. The same records give the same state in every process. Thread-safe; what it returns are
 * copies.
 */
public final class Registry {
  /** A proposal, where it stands and what became of it. */
  public record Entry(long offset, long timestamp, Proposal proposal, Outcome outcome) {}

  private static final Outcome ACCEPTED = new Outcome.Accepted();

  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, NavigableMap<Integer, ModelVersion>> versions = new TreeMap<>();
  private final Map<String, NavigableMap<String, Integer>> aliases = new TreeMap<>();
  private final List<Entry> history = new ArrayList<>();

  /** The next record in the order of the partition. */
  public synchronized Outcome apply(long offset, long timestamp, Proposal proposal) {
    Outcome outcome = apply(proposal, timestamp);
    history.add(new Entry(offset, timestamp, proposal, outcome));
    return outcome;
  }

  private Outcome apply(Proposal proposal, long timestamp) {
    // Written as a chain until the language level has patterns in switch.
    if (proposal instanceof RunRequested p) {
      return request(p, timestamp);
    } else if (proposal instanceof RunFailed p) {
      return end(p.runId(), run -> run.fail(p.reason(), p.detail(), timestamp));
    } else if (proposal instanceof RunCancelled p) {
      return end(p.runId(), run -> run.cancel(timestamp));
    } else if (proposal instanceof CandidatePublished p) {
      return publish(p, timestamp);
    } else if (proposal instanceof AliasMoved p) {
      return move(p);
    } else if (proposal instanceof VersionRetired p) {
      return retire(p);
    }
    return ignored("this release does not know the proposal");
  }

  private Outcome request(RunRequested p, long timestamp) {
    Run run = Run.open(p.model(), p.runId(), p.request(), timestamp);
    return runs.putIfAbsent(p.runId(), run) == null
        ? ACCEPTED
        : ignored("run %s is known already".formatted(p.runId()));
  }

  /** Ends an open run without a version. */
  private Outcome end(String runId, UnaryOperator<Run> how) {
    return endOf(runId)
        .<Outcome>map(Outcome.Ignored::new)
        .orElseGet(
            () -> {
              runs.computeIfPresent(runId, (id, run) -> how.apply(run));
              return ACCEPTED;
            });
  }

  private Outcome publish(CandidatePublished p, long timestamp) {
    Optional<String> end = endOf(p.runId());
    if (end.isPresent()) {
      return ignored(end.get());
    }
    NavigableMap<Integer, ModelVersion> ofModel =
        versions.computeIfAbsent(p.model(), m -> new TreeMap<>());
    int number = ofModel.isEmpty() ? 1 : ofModel.lastKey() + 1;
    ofModel.put(
        number,
        new ModelVersion(p.model(), number, p.runId(), p.file(), p.metadata(), p.verdict(), false));
    runs.computeIfPresent(p.runId(), (id, run) -> run.succeed(number, p.repetition(), timestamp));
    return ACCEPTED;
  }

  private Outcome move(AliasMoved p) {
    NavigableMap<String, Integer> ofModel =
        aliases.computeIfAbsent(p.model(), m -> new TreeMap<>());
    Integer now = ofModel.get(p.alias());
    if (!Objects.equals(now, p.from())) {
      return ignored(
          "%s of %s points to %s, not to %s"
              .formatted(p.alias(), p.model(), name(now), name(p.from())));
    }
    if (p.to() == null) {
      ofModel.remove(p.alias());
      return ACCEPTED;
    }
    ModelVersion target = versions.getOrDefault(p.model(), new TreeMap<>()).get(p.to());
    if (target == null) {
      return ignored("%s has no version %d".formatted(p.model(), p.to()));
    }
    if (target.retired()) {
      return ignored("version %d of %s is retired".formatted(p.to(), p.model()));
    }
    ofModel.put(p.alias(), p.to());
    return ACCEPTED;
  }

  private Outcome retire(VersionRetired p) {
    NavigableMap<Integer, ModelVersion> ofModel = versions.getOrDefault(p.model(), new TreeMap<>());
    ModelVersion version = ofModel.get(p.version());
    if (version == null) {
      return ignored("%s has no version %d".formatted(p.model(), p.version()));
    }
    for (var alias : aliases.getOrDefault(p.model(), new TreeMap<>()).entrySet()) {
      if (alias.getValue() == p.version()) {
        return ignored("%s points to version %d".formatted(alias.getKey(), p.version()));
      }
    }
    if (version.retired()) {
      return ignored("version %d is retired already".formatted(p.version()));
    }
    ofModel.put(p.version(), version.retire());
    return ACCEPTED;
  }

  /** Why nothing more can come of a run; empty while it is open. */
  private Optional<String> endOf(String runId) {
    Run run = runs.get(runId);
    if (run == null) {
      return Optional.of("run %s was never requested".formatted(runId));
    }
    return run.state() == Run.State.OPEN
        ? Optional.empty()
        : Optional.of("run %s has ended already".formatted(runId));
  }

  private static Outcome ignored(String why) {
    return new Outcome.Ignored(why);
  }

  private static String name(Integer version) {
    return version == null ? "nothing" : "version " + version;
  }

  /** All runs, oldest first. */
  public synchronized List<Run> runs() {
    return List.copyOf(runs.values());
  }

  public synchronized Optional<Run> run(String runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  /** Names of the models that have a version. */
  public synchronized List<String> models() {
    return List.copyOf(versions.keySet());
  }

  /** Oldest first; empty for an unknown model. */
  public synchronized List<ModelVersion> versions(String model) {
    return List.copyOf(versions.getOrDefault(model, new TreeMap<>()).values());
  }

  /** Sorted by name. */
  public synchronized Map<String, Integer> aliases(String model) {
    return Collections.unmodifiableMap(new TreeMap<>(aliases.getOrDefault(model, new TreeMap<>())));
  }

  /** One version, retired or not. */
  public synchronized Optional<ModelVersion> version(ModelVersionId id) {
    return Optional.ofNullable(
        versions.getOrDefault(id.model(), new TreeMap<>()).get(id.version()));
  }

  /** The version that an alias points to. */
  public synchronized Optional<ModelVersion> resolve(String model, String alias) {
    return Optional.ofNullable(aliases.getOrDefault(model, new TreeMap<>()).get(alias))
        .map(number -> versions.get(model).get(number));
  }

  public synchronized Optional<ModelVersion> champion(String model) {
    return resolve(model, AliasMoved.CHAMPION);
  }

  /** An alias now, and where rolling it back takes it; see {@link AliasTrail}. */
  public synchronized AliasTrail trail(String model, String alias) {
    AliasTrail trail = new AliasTrail(alias);
    history(model).stream()
        .filter(entry -> entry.outcome() instanceof Outcome.Accepted)
        .forEach(entry -> trail.follow(entry.proposal()));
    return trail;
  }

  /** The record that retired a version; empty while it is not. */
  public synchronized Optional<Entry> retirement(ModelVersionId id) {
    return history(id.model()).stream()
        .filter(entry -> entry.outcome() instanceof Outcome.Accepted)
        .filter(
            entry ->
                entry.proposal() instanceof VersionRetired retired
                    && retired.version() == id.version())
        .findFirst();
  }

  /** Everything that was ever proposed for a model, oldest first. */
  public synchronized List<Entry> history(String model) {
    return history.stream().filter(e -> model.equals(e.proposal().model())).toList();
  }
}
