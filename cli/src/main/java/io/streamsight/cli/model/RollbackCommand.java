package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = "Point an alias of a model back to the version before; again, to the one before.",
    mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The model.")
  private String model;

  @Mixin private AliasOptions alias;

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Query query = Query.of("models", model, "aliases", alias.alias, "rollback");
    Map<String, Object> body = new LinkedHashMap<>();
    decision.addTo(body);
    alias.addFrom(body);
    new AliasMove(services.trainer().send("POST", query, body, JsonNode.class)).print(output);
    return 0;
  }
}
