package io.streamsight.trainer.worker;

import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.LeaseFold.Holder;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The open runs, as a worker sees them: which it may take, and which somebody else has. */
@ApplicationScoped
public class RunQueue {
  private final RegistryLog registry;
  private final Leases leases;

  /** So long others come first: what one run meets must not hold up the rest. */
  private static final long POSTPONED_NS = Duration.ofMinutes(10).toNanos();

  /** When this process gave a run back that it could not work on, by run. */
  private final Map<String, Long> postponed = new ConcurrentHashMap<>();

  /** When the leases of others were last renewed that were there at the start, by run. */
  private Map<String, Long> others;

  RunQueue(RegistryLog registry, Leases leases) {
    this.registry = registry;
    this.leases = leases;
  }

  /**
   * The runs that wait for a worker or have one; 0 until registry and leases have been read: on the
   * way there old runs look open.
   */
  int size() {
    return ready() ? open().size() : 0;
  }

  /** Those of {@link #size} that nobody has. */
  int waiting() {
    return ready() ? (int) open().stream().filter(run -> holder(run).isEmpty()).count() : 0;
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
      // Complete or not at all: a claim that fails leaves the first time for later.
      Map<String, Long> seen = new HashMap<>();
      for (Run run : open()) {
        if (leases.claim(run.runId())) {
          Optional<Run> taken = confirmed(run);
          if (taken.isPresent()) {
            return taken;
          }
        }
        holder(run).ifPresent(holder -> seen.put(run.runId(), holder.readAt()));
      }
      others = seen;
    }
    return open().stream()
        .filter(run -> holder(run).isEmpty())
        .findFirst()
        .filter(run -> leases.claim(run.runId()))
        .flatMap(this::confirmed);
  }

  /** This process can't work on the run now: for a while it comes last here. */
  void postpone(String runId) {
    postponed.put(runId, System.nanoTime());
  }

  private boolean isPostponed(Run run) {
    Long since = postponed.get(run.runId());
    return since != null && System.nanoTime() - since < POSTPONED_NS;
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
    return inOrder(registry.registry().runs(), this::isPostponed);
  }

  /** Those that may be tried, in the order of their age, but the postponed ones last. */
  static List<Run> inOrder(List<Run> runs, Predicate<Run> postponed) {
    // What a later release asked for, and this one can't read, is left to that one's workers.
    return runs.stream()
        .filter(run -> run.isOpen() && run.request() != null)
        .sorted(Comparator.comparing(postponed::test))
        .toList();
  }

  private Optional<Holder> holder(Run run) {
    return leases.holder(run.runId());
  }
}
