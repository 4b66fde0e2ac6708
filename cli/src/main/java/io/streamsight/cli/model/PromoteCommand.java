package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.VersionConverter;
import io.streamsight.contract.registry.ModelVersionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "promote",
    description = "Point an alias of a model to a version; champion is what is served.",
    mixinStandardHelpOptions = true)
public final class PromoteCommand implements Callable<Integer> {
  @Parameters(
      arity = "1",
      paramLabel = "NAME/VERSION",
      converter = VersionConverter.class,
      description = "The version: pets/3.")
  private ModelVersionId version;

  @Mixin private AliasOptions alias;

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> promotion = new LinkedHashMap<>();
    promotion.put("version", version.version());
    alias.addFrom(promotion);
    decision.addTo(promotion, services);
    Query query = Query.of("models", version.model(), "aliases", alias.alias);
    new AliasMove(services.trainer().send("PUT", query, promotion, JsonNode.class)).print(output);
    return 0;
  }
}
