package io.streamsight.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "runs", description = "Show training runs.", mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "RUN", description = "One run's id; otherwise all.")
  private String runId;

  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    var client = services.client();
    List<RunStatus> runs = runId == null ? client.runs() : List.of(client.run(runId));
    var table =
        new Table("run", "model", "state", "epoch", "loss", "validation accuracy", "version");
    for (RunStatus run : runs) {
      String epoch = run.epoch() == null ? null : run.epoch() + "/" + run.epochs();
      table.row(
          run.runId(),
          run.model(),
          run.state(),
          epoch,
          number("%.4f", run.loss()),
          number("%.4f", run.validationAccuracy()),
          run.version());
    }
    System.out.println(table);
    runs.stream()
        .filter(run -> run.error() != null)
        .forEach(run -> System.out.println(run.runId() + ": " + run.error()));
    return 0;
  }

  static String number(String format, Number value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }
}
