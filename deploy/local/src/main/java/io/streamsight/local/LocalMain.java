package io.streamsight.local;

import io.streamsight.cli.Streamsight;
import io.streamsight.local.demo.DemoCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import picocli.CommandLine;

/** What {@code ./streamsight} runs: the command line and the commands of the local system. */
public final class LocalMain {
  private LocalMain() {}

  public static void main(String[] arguments) throws IOException {
    quietLog();
    RunningSystem.announce();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return Streamsight.commandLine()
        .addSubcommand(new DemoCommand())
        .addSubcommand(new UpCommand())
        .addSubcommand(new DownCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new WorkerCommand())
        .addSubcommand(new SuperviseCommand());
  }

  /** Kafka's classes and clients in this process speak up only when something is wrong. */
  static void quietLog() throws IOException {
    try (InputStream settings = LocalMain.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(settings);
    }
  }
}
