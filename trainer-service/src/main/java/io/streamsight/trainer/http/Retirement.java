package io.streamsight.trainer.http;

import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.registry.Registry;
import java.time.Instant;

/**
 * How a version came to be retired.
 *
 * @param at by the clock of the broker or of whoever proposed it
 */
public record Retirement(Instant at, String by, String reason) {
  /** Null for a version that is not. */
  static Retirement of(ModelVersion version, Registry registry) {
    return registry
        .retirement(new ModelVersionId(version.model(), version.version()))
        .map(
            entry -> {
              VersionRetired retired = (VersionRetired) entry.proposal();
              return new Retirement(
                  Instant.ofEpochMilli(entry.timestamp()), retired.by(), retired.why());
            })
        .orElse(null);
  }
}
