package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import java.util.LinkedHashMap;
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
    Map<String, Object> body = new LinkedHashMap<>();
    decision.addTo(body, services);
    JsonNode card = services.trainer().send("POST", version.query("retire"), body, JsonNode.class);
    if (output.json()) {
      output.print(card);
    } else {
      System.out.printf(
          card.path("changed").asBoolean(true)
              ? "%s is retired%n"
              : "%s was retired before: nothing was changed%n",
          version.id);
    }
    return 0;
  }
}
