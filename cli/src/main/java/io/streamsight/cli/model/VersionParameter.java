package io.streamsight.cli.model;

import io.streamsight.cli.Query;
import io.streamsight.cli.VersionConverter;
import io.streamsight.contract.registry.ModelVersionId;
import picocli.CommandLine.Parameters;

/** Which version of a model. */
final class VersionParameter {
  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "NAME/VERSION",
      converter = VersionConverter.class,
      description = "The version: pets/3.")
  ModelVersionId id;

  Query query() {
    return Query.of("models", id.model(), "versions", String.valueOf(id.version()));
  }

  Query query(String of) {
    return Query.of("models", id.model(), "versions", String.valueOf(id.version()), of);
  }
}
