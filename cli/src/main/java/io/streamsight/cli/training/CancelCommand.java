package io.streamsight.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.ByOption;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.ServiceOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Cancel a training run: no version comes of it.",
    mixinStandardHelpOptions = true)
public final class CancelCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "RUN", description = "The run's id; see runs.")
  private String runId;

  @Mixin private ByOption who;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode run = new TrainingClient(services.trainer()).cancel(runId, who.by(services));
    if (output.json()) {
      output.print(run);
    } else {
      // Before a worker has begun it, a run has no phase.
      System.out.printf(
          "Run %s is cancelled%s.%n",
          runId,
          run.hasNonNull("phase") ? "; a worker that is at it stops after the current step" : "");
    }
    return 0;
  }
}
