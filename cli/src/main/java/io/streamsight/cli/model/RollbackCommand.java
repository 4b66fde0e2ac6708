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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = "Point an alias of a model back to the version before; again, to the one before.",
    mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The model.")
  private String model;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      defaultValue = "champion",
      description = "Default: ${DEFAULT-VALUE}")
  private String alias;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description =
          "Only if it points to this version, 0 for none: two who roll back the same don't go two steps."
              + " Default: whatever it points to")
  private Integer from;

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Query query = Query.of("models", model, "aliases", alias, "rollback");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reason", decision.reason);
    body.put("by", decision.by);
    if (from != null) {
      body.put("from", from == 0 ? null : from);
    }
    new AliasMove(services.trainer().send("POST", query, body, JsonNode.class)).print(output);
    return 0;
  }
}
