package io.streamsight.trainer.worker;

import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Moves champion where the gate's verdict says so. Works from the registry alone, so that whoever
 * finds a candidate published, but not promoted, finishes what a killed worker began.
 */
@ApplicationScoped
public class Promotions {
  private static final Logger LOG = Logger.getLogger(Promotions.class);

  private final RegistryLog log;
  private final Leases leases;

  Promotions(RegistryLog log, Leases leases) {
    this.log = log;
    this.leases = leases;
  }

  /** One at a time: who comes second sees what the first has proposed. */
  public synchronized void finish() {
    log.registry().models().forEach(this::finish);
  }

  private void finish(String model) {
    Registry registry = log.registry();
    pending(registry, model)
        .filter(version -> !isOthers(version.runId()))
        .ifPresent(version -> move(version.verdict().champion(), version));
  }

  /**
   * The newest version that the gate wants for champion, if champion is still what the gate
   * compared it with, and nobody has moved it since the version was published: whoever did had a
   * reason. Not simply the newest version: one that was kept back, and came before anybody noticed
   * that the worker of this one had died, must not hide it.
   */
  static Optional<ModelVersion> pending(Registry registry, String model) {
    Integer champion = registry.aliases(model).get(AliasMoved.CHAMPION);
    return registry.versions(model).stream()
        .filter(version -> version.verdict() != null && version.verdict().promote())
        .reduce((before, last) -> last)
        .filter(version -> Objects.equals(champion, version.verdict().champion()))
        .filter(version -> !movedSince(registry, version));
  }

  private void move(Integer champion, ModelVersion to) {
    Outcome outcome =
        log.propose(
            new AliasMoved(
                to.model(),
                AliasMoved.CHAMPION,
                champion,
                to.version(),
                to.verdict().why(),
                leases.worker()));
    LOG.infof("champion of %s to version %d: %s", to.model(), to.version(), outcome);
  }

  /** Who published it is about to move champion. */
  private boolean isOthers(String runId) {
    return leases.holder(runId).map(h -> !h.worker().equals(leases.worker())).orElse(false);
  }

  private static boolean movedSince(Registry registry, ModelVersion version) {
    return registry.history(version.model()).stream()
        .dropWhile(entry -> !publishes(entry, version))
        .anyMatch(
            entry ->
                entry.proposal() instanceof AliasMoved moved
                    && moved.alias().equals(AliasMoved.CHAMPION));
  }

  private static boolean publishes(Registry.Entry entry, ModelVersion version) {
    return entry.proposal() instanceof CandidatePublished candidate
        && candidate.runId().equals(version.runId())
        && entry.outcome() instanceof Outcome.Accepted;
  }
}
