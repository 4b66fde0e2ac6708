package io.streamsight.cli.model;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    description = "A version's card, its ONNX file, its end; the end of an alias.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ShowCommand.class,
      ExportCommand.class,
      RetireCommand.class,
      RemoveAliasCommand.class
    })
public final class ModelCommand implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "One is missing of " + String.join(", ", spec.subcommands().keySet()));
  }
}
