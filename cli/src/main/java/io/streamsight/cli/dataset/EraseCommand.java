package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.io.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "erase",
    description = "Erase images for good: out of the log and of every data set.",
    footer = "%nExit code 1 if any image could not be erased, the others are; 2 on wrong usage.",
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Image ids.")
  private List<String> imageIds;

  @Option(names = "--yes", description = "Don't ask: this can't be undone.")
  private boolean yes;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    requireYes();
    HttpService ingest = services.ingest();
    return new Corrections(output)
        .apply(
            imageIds,
            id -> ingest.send("DELETE", Query.of("images", id), null, JsonNode.class),
            answer -> "erased");
  }

  private void requireYes() {
    if (yes) {
      return;
    }
    Console console = System.console();
    if (console == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Erasing can't be undone, and there is no terminal to ask: give --yes");
    }
    String answer =
        console.readLine(
            "Erase %s for good? This can't be undone. Type yes: ",
            imageIds.size() == 1 ? imageIds.get(0) : imageIds.size() + " images");
    if (!"yes".equals(answer)) {
      throw new CommandFailedException("Nothing was erased.");
    }
  }
}
