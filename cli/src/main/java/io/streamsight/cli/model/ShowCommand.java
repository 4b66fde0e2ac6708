package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "show",
    description = "Show a version's model card: net, data, settings, metrics, the gate's verdict.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private VersionParameter version;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode card = services.trainer().get(version.query(), JsonNode.class);
    if (output.json()) {
      output.print(card);
    } else {
      System.out.println(new ModelCard(card));
    }
    return 0;
  }
}
