package io.streamsight.cli.training;

import io.streamsight.cli.ByOption;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.contract.run.TrainingRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = "Request a training run.",
    footer = "%nWith --watch, exit code 1 if the run makes no version.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private RequestOptions options;

  @Option(
      names = "--watch",
      description = "Follow the run to its end: a bar an epoch, then the curves.")
  private boolean watch;

  @Option(
      names = "--curves",
      paramLabel = "FILE.svg",
      description =
          "With --watch: draw loss and accuracy, training and validation, when the run has ended.")
  private Path curves;

  @Mixin private ByOption who;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    TrainingRequest request;
    CurvesFile picture;
    try {
      if (curves != null && !watch) {
        throw new IllegalArgumentException("--curves needs --watch: there is no epoch yet");
      }
      picture = CurvesFile.of(curves);
      request = options.request();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    StreamsightClient client = services.client();
    String runId = client.training().request(request, who.by(services));
    tell(runId);
    if (watch) {
      new WatchedRun(client, output).follow(runId, picture);
    }
    return 0;
  }

  private void tell(String runId) {
    if (!output.json()) {
      System.out.println("Run " + runId);
      if (!watch) {
        System.out.printf(
            "./streamsight runs %s --watch follows it, ./streamsight cancel %s ends it.%n",
            runId, runId);
      }
    } else if (watch) {
      System.err.println("Run " + runId);
    } else {
      output.print(Map.of("runId", runId));
    }
  }
}
