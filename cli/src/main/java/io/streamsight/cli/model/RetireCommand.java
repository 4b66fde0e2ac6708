package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "retire",
    description = "Never serve a version again. Refused while an alias points to it.",
    mixinStandardHelpOptions = true)
final class RetireCommand implements Callable<Integer> {
  @Mixin private VersionParameter version;
  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> body = Map.of("reason", decision.reason, "by", decision.by);
    JsonNode card = services.trainer().send("POST", version.query("retire"), body, JsonNode.class);
    if (output.json()) {
      output.print(card);
    } else {
      System.out.printf("%s is retired%n", version.id);
    }
    return 0;
  }
}
