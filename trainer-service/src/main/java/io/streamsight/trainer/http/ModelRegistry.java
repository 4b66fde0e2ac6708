package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;

/** The registry for who decides about a model: as it is now, and what it ignores is an error. */
@ApplicationScoped
class ModelRegistry {
  private final RegistryLog log;

  ModelRegistry(RegistryLog log) {
    this.log = log;
  }

  /**
   * All decisions up to now.
   *
   * @throws NotFoundException when the model has no version
   */
  Registry of(String model) {
    log.catchUp();
    if (!log.registry().models().contains(model)) {
      throw new NotFoundException("There is no model " + model);
    }
    return log.registry();
  }

  /**
   * @throws NotFoundException when there is no such version
   */
  ModelVersion version(String model, int version) {
    return of(model).versions(model).stream()
        .filter(v -> v.version() == version)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("%s has no version %d".formatted(model, version)));
  }

  /**
   * @throws StreamsightException {@link Reason#PROPOSAL_IGNORED} when it is not accepted, by the
   *     registry's order of things
   */
  void decide(Proposal proposal) {
    if (log.propose(proposal) instanceof Outcome.Ignored ignored) {
      throw new StreamsightException(Reason.PROPOSAL_IGNORED, ignored.why());
    }
  }
}
