package io.streamsight.cli.training;

import static io.streamsight.cli.Table.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.cli.Table;
import io.streamsight.cli.Times;
import io.streamsight.contract.event.Json;
import java.nio.file.Path;
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
    name = "runs",
    description = "Show training runs, or one of them: its settings, epochs and curves.",
    mixinStandardHelpOptions = true)
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "RUN", description = "One run's id; otherwise all.")
  private String runId;

  @Option(
      names = "--watch",
      description = "Follow the run to its end; exit code 1 if it makes no version.")
  private boolean watch;

  @Option(
      names = "--curves",
      paramLabel = "FILE.svg",
      description =
          "Draw loss and accuracy of its epochs, training and validation; with --watch at the end.")
  private Path curves;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    if (runId == null && (watch || curves != null)) {
      throw new ParameterException(spec.commandLine(), "--watch and --curves need a RUN");
    }
    CurvesFile picture = picture();
    StreamsightClient client = services.client();
    if (runId == null) {
      list(client.training());
    } else if (watch) {
      new WatchedRun(client, output).follow(runId, picture);
    } else {
      show(client.training(), picture);
    }
    return 0;
  }

  private CurvesFile picture() {
    try {
      return CurvesFile.of(curves);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void show(TrainingClient training, CurvesFile picture) throws InterruptedException {
    RunStatus run = training.run(runId);
    List<EpochResult> epochs = training.epochs(runId);
    if (output.json()) {
      output.print(training.document(runId));
    } else {
      var report = new RunReport(run, epochs, System.out);
      report.facts();
      if (report.hasEpochs()) {
        System.out.println();
        report.epochs();
        report.curves();
      }
    }
    if (picture != null) {
      picture.write(run, epochs);
    }
  }

  private void list(TrainingClient training) throws InterruptedException {
    JsonNode answer = training.runs();
    if (output.json()) {
      output.print(answer);
      return;
    }
    RunStatus[] runs = Json.MAPPER.convertValue(answer, RunStatus[].class);
    if (runs.length == 0) {
      System.out.println("There is no run yet: ./streamsight train requests one.");
      return;
    }
    var table =
        new Table(
            "run",
            "model",
            "data set",
            "origin",
            "requested",
            "state",
            "epoch",
            "best val_accuracy",
            "version");
    for (RunStatus run : runs) {
      table.row(
          run.runId(),
          run.model(),
          run.requested("dataset"),
          run.origin(),
          Times.text(run.requestedAt()),
          run.state(),
          run.epoch() == null ? null : run.epoch() + "/" + run.epochs(),
          number("%.4f", run.bestValidationAccuracy()),
          run.version());
    }
    System.out.println(table);
    for (RunStatus run : runs) {
      if (run.failure() != null) {
        System.out.println(run.runId() + ": " + run.failure());
      }
    }
  }
}
