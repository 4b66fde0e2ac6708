package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
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

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    HttpService trainer = services.trainer();
    Map<String, String> body = Map.of("reason", decision.reason, "by", decision.by);
    new AliasMove(trainer, output, model, alias)
        .apply(
            query ->
                trainer.send(
                    "POST",
                    Query.of("models", model, "aliases", alias, "rollback"),
                    body,
                    JsonNode.class));
    return 0;
  }
}
