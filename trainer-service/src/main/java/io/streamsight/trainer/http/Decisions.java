package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Registry;
import io.streamsight.service.Caller;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What somebody decides about a model over HTTP: what is not accepted is an error. */
@ApplicationScoped
class Decisions {
  private final RegistryLog log;
  private final Caller caller;

  Decisions(RegistryLog log, Caller caller) {
    this.log = log;
    this.caller = caller;
  }

  /**
   * Who decides.
   *
   * @param given what the request says; null for nothing
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when nobody knows
   */
  String by(String given) {
    String by = caller.by(given);
    return valid(() -> Decision.requireBy(by));
  }

  /**
   * As it is when all decisions up to now have been read.
   *
   * @throws NotFoundException when the model has no version
   */
  Registry upToDate(String model) {
    log.catchUp();
    return known(model);
  }

  /**
   * As this process knows it, which may be a moment ago.
   *
   * @throws NotFoundException when the model has no version
   */
  Registry known(String model) {
    if (!log.registry().models().contains(model)) {
      throw new NotFoundException("There is no model " + model);
    }
    return log.registry();
  }

  /**
   * @throws NotFoundException when there is no such version
   */
  static ModelVersion version(Registry registry, String model, int version) {
    return valid(() -> registry.version(new ModelVersionId(model, version)))
        .orElseThrow(() -> new NotFoundException("%s has no version %d".formatted(model, version)));
  }

  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when it is no number of a version
   * @throws NotFoundException when there is no such version
   */
  static ModelVersion version(Registry registry, String model, String version) {
    return version(registry, model, valid(() -> WholeNumber.of("version", version)));
  }

  void decide(Proposal proposal) {
    decide(proposal, () -> false);
  }

  /**
   * @param so whether it is so already: what is asked for twice at once is no conflict
   * @throws StreamsightException {@link Reason#CONFLICT} when the registry does not accept it
   */
  void decide(Proposal proposal, BooleanSupplier so) {
    if (log.propose(proposal) instanceof Outcome.Ignored ignored && !so.getAsBoolean()) {
      throw new StreamsightException(Reason.CONFLICT, ignored.why());
    }
  }

  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} for what a constructor refuses
   */
  static <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}
