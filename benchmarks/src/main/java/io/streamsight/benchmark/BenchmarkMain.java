package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code benchmarks/run} runs. */
@Command(
    name = "benchmarks/run",
    description = "Measures what Streamsight promises.",
    subcommands = {
      ImportBenchmark.class,
      TrainingBenchmark.class,
      InferenceBenchmark.class,
      ScaleBenchmark.class
    },
    mixinStandardHelpOptions = true)
public final class BenchmarkMain implements Runnable {
  /** Of the clients that wait for a broker to start. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    KAFKA.setLevel(Level.SEVERE);
    System.exit(
        new CommandLine(new BenchmarkMain())
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler((e, command, parsed) -> explain(e))
            .execute(arguments));
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  private static int explain(Exception e) {
    if (e instanceof CommandFailedException) {
      System.err.println("benchmark: " + e.getMessage());
    } else {
      e.printStackTrace();
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
