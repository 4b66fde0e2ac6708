package io.streamsight.trainer.worker;

import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.LeaseFold.Holder;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The open runs, as a worker sees them: which it may take, and which somebody else has. */
@ApplicationScoped
public class RunQueue {
  private final RegistryLog registry;
  private final Leases leases;

  /** When the leases of others were last renewed that were there at the start, by run. */
  private Map<String, Long> others;

  RunQueue(RegistryLog registry, Leases leases) {
    this.registry = registry;
    this.leases = leases;
  }

  /** Whether registry and leases have been read to their ends. */
  boolean ready() {
    return registry.ready() && leases.ready();
  }

  /**
   * Claims the oldest free run; empty when there is none, or somebody else was faster.
   *
   * <p>At the first time those that seem taken are claimed too: an old lease, read just now, looks
   * alive, and only the broker, which dates the claim, knows how old it is. A claim on a living
   * lease changes nothing.
   */
  Optional<Run> take() {
    if (others == null) {
      others = new HashMap<>();
      for (Run run : open()) {
        if (leases.claim(run.runId())) {
          return confirmed(run);
        }
        holder(run).ifPresent(holder -> others.put(run.runId(), holder.readAt()));
      }
    }
    return open().stream()
        .filter(run -> holder(run).isEmpty())
        .findFirst()
        .filter(run -> leases.claim(run.runId()))
        .flatMap(this::confirmed);
  }

  /**
   * Whether a run that somebody else has may become free without a word: its lease has not been
   * renewed since this process started, so that its worker may be dead.
   */
  boolean mayFallFree() {
    return open().stream()
        .anyMatch(
            run ->
                holder(run)
                    .filter(holder -> Long.valueOf(holder.readAt()).equals(others.get(run.runId())))
                    .isPresent());
  }

  /** Whether the run may still get a model, as far as is known here. */
  boolean isOpen(String runId) {
    return registry.registry().run(runId).map(Run::isOpen).orElse(false);
  }

  /**
   * The lease may be free because the run has just ended, and the registry's news of it be on its
   * way: only after reading that to its end is the claim worth something.
   */
  private Optional<Run> confirmed(Run run) {
    registry.catchUp();
    if (isOpen(run.runId())) {
      return Optional.of(run);
    }
    leases.end(run.runId());
    return Optional.empty();
  }

  private List<Run> open() {
    // What a later release asked for, and this one can't read, is left to that one's workers.
    return registry.registry().runs().stream()
        .filter(run -> run.isOpen() && run.request() != null)
        .toList();
  }

  private Optional<Holder> holder(Run run) {
    return leases.holder(run.runId());
  }
}
