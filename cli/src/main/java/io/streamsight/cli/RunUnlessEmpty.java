package io.streamsight.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Refuses parameters and paths that are empty, most likely a script's variable that is not set: the
 * empty path is the current folder, and the empty id the whole collection.
 */
final class RunUnlessEmpty implements IExecutionStrategy {
  private final IExecutionStrategy run = new RunLast();

  @Override
  public int execute(ParseResult parsed) {
    parsed.asCommandLineList().forEach(RunUnlessEmpty::requireNoneEmpty);
    return run.execute(parsed);
  }

  private static void requireNoneEmpty(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    Stream.concat(
            parsed.matchedPositionals().stream(),
            parsed.matchedOptions().stream().filter(option -> option.type() == Path.class))
        .filter(RunUnlessEmpty::isEmpty)
        .findFirst()
        .ifPresent(
            empty -> {
              throw new ParameterException(command, name(empty) + " is empty");
            });
  }

  private static boolean isEmpty(ArgSpec given) {
    return given.stringValues().contains("");
  }

  private static String name(ArgSpec given) {
    return given instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
        : given.paramLabel();
  }
}
