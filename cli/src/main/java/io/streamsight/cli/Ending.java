package io.streamsight.cli;

import picocli.CommandLine;

/** How a command ends that can't do its work: a line on standard error, and the exit code. */
public final class Ending {
  private Ending() {}

  /** Tells why; returns the exit code. */
  public static int of(CommandFailedException e, CommandLine command) {
    String usage =
        e.exitCode() == CommandLine.ExitCode.USAGE
            ? " See %s --help".formatted(command.getCommandSpec().qualifiedName())
            : "";
    command.getErr().println("streamsight: " + e.getMessage() + usage);
    command.getErr().flush();
    return e.exitCode();
  }
}
