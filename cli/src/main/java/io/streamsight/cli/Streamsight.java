package io.streamsight.cli;

import io.streamsight.cli.classify.ClassifyCommand;
import io.streamsight.cli.dataset.DatasetCommand;
import io.streamsight.cli.dataset.EraseCommand;
import io.streamsight.cli.dataset.RelabelCommand;
import io.streamsight.cli.dataset.WithdrawCommand;
import io.streamsight.cli.deadletter.DeadLettersCommand;
import io.streamsight.cli.imports.ImportCommand;
import io.streamsight.cli.model.HistoryCommand;
import io.streamsight.cli.model.ModelCommand;
import io.streamsight.cli.model.ModelsCommand;
import io.streamsight.cli.model.PromoteCommand;
import io.streamsight.cli.model.RollbackCommand;
import io.streamsight.cli.training.CancelCommand;
import io.streamsight.cli.training.RunsCommand;
import io.streamsight.cli.training.SummaryCommand;
import io.streamsight.cli.training.TrainCommand;
import io.streamsight.cli.watch.WatchCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line. The commands here speak to running services over HTTP; whoever can start
 * services adds commands to {@link #commandLine()}.
 *
 * <p>Exit codes: 0 done, 1 failed (one line on standard error says why), 2 wrong usage, also where
 * only a service could tell.
 */
@Command(
    name = "streamsight",
    description = "The image classifier that lives on Kafka.",
    footer = {
      "",
      "Exit code 0 when all went well, 1 when something failed, 2 on wrong usage: what is given is",
      "no possible value, whether the command line or a service says so."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Streamsight.Version.class,
    subcommands = {
      ImportCommand.class,
      DatasetCommand.class,
      RelabelCommand.class,
      WithdrawCommand.class,
      EraseCommand.class,
      DeadLettersCommand.class,
      TrainCommand.class,
      RunsCommand.class,
      CancelCommand.class,
      SummaryCommand.class,
      ModelsCommand.class,
      ModelCommand.class,
      PromoteCommand.class,
      RollbackCommand.class,
      HistoryCommand.class,
      ClassifyCommand.class,
      WatchCommand.class
    })
public final class Streamsight implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  public static CommandLine commandLine() {
    return new CommandLine(new Streamsight())
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(new RunUnlessEmpty())
        .setParameterExceptionHandler((e, arguments) -> misused(e))
        .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** One line, not a page of options below it. */
  private static int misused(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "streamsight: %s. See %s --help%n",
            message(e), command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(CommandLine.ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return e.getMessage();
    }
    String first = unmatched.getUnmatched().get(0);
    boolean command = !first.startsWith("-") && !e.getCommandLine().getSubcommands().isEmpty();
    List<String> like = unmatched.getSuggestions();
    return (command ? "There is no command '%s'".formatted(first) : e.getMessage())
        + (like.isEmpty() ? "" : " (did you mean %s?)".formatted(like.get(0)));
  }

  private static int explain(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    if (e instanceof CommandFailedException failed) {
      return Ending.of(failed, command);
    }
    if (e instanceof InterruptedException) {
      err.println("streamsight: interrupted");
    } else {
      err.println("streamsight: a defect of ours, please report it:");
      e.printStackTrace(err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Streamsight.class.getPackage().getImplementationVersion();
      String java = "Java " + Runtime.version();
      return new String[] {"streamsight " + (version == null ? "(not packaged)" : version), java};
    }
  }
}
