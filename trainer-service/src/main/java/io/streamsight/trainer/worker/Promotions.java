package io.streamsight.trainer.worker;

import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
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

  public void finish() {
    log.registry().models().forEach(this::finish);
  }

  private void finish(String model) {
    Registry registry = log.registry();
    List<ModelVersion> versions = registry.versions(model);
    ModelVersion newest = versions.get(versions.size() - 1);
    Verdict verdict = newest.verdict();
    Integer champion = registry.aliases(model).get(AliasMoved.CHAMPION);
    if (verdict == null
        || !verdict.promote()
        || !Objects.equals(champion, verdict.champion())
        || isOthers(newest.runId())
        || proposedBefore(registry, newest)) {
      return;
    }
    Outcome outcome =
        log.propose(
            new AliasMoved(
                model,
                AliasMoved.CHAMPION,
                champion,
                newest.version(),
                verdict.why(),
                leases.worker()));
    LOG.infof("champion of %s to version %d: %s", model, newest.version(), outcome);
  }

  /** Who published it is about to move champion. */
  private boolean isOthers(String runId) {
    return leases.holder(runId).map(h -> !h.worker().equals(leases.worker())).orElse(false);
  }

  /** Whoever moved it away again since then had a reason. */
  private static boolean proposedBefore(Registry registry, ModelVersion version) {
    return registry.history(version.model()).stream()
        .anyMatch(
            entry ->
                entry.proposal() instanceof AliasMoved moved
                    && moved.alias().equals(AliasMoved.CHAMPION)
                    && Objects.equals(moved.to(), version.version()));
  }
}
