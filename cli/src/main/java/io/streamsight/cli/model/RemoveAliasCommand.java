package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.AliasConverter;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove-alias",
    description = "Remove an alias of a model. Without champion the model is not served.",
    mixinStandardHelpOptions = true)
final class RemoveAliasCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "The model.")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "ALIAS",
      converter = AliasConverter.class,
      description = "The alias.")
  private String alias;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description = "Only if it points to this version. Default: whatever it points to")
  private Integer from;

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Query query =
        Query.of("models", model, "aliases", alias)
            .with("reason", decision.reason)
            .with("by", decision.who.by(services))
            .with("from", from);
    new AliasMove(services.trainer().send("DELETE", query, null, JsonNode.class)).print(output);
    return 0;
  }
}
