package io.streamsight.cli.training;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.ModelSummary;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.StreamsightClient;
import java.util.List;
import java.util.Locale;

/** A run that the user follows to its end: bars, then curves and what became of it. */
final class WatchedRun {
  private final StreamsightClient client;
  private final OutputOptions output;

  WatchedRun(StreamsightClient client, OutputOptions output) {
    this.client = client;
    this.output = output;
  }

  /**
   * @param picture of the curves; null for none
   * @throws CommandFailedException when the run ends without a version
   */
  void follow(String runId, CurvesFile picture) throws InterruptedException {
    TrainingClient training = client.training();
    RunStatus run;
    try (var notice = new GoesOnNotice(runId)) {
      run = new RunWatch(training, output.json() ? System.err : System.out).follow(runId);
    }
    List<EpochResult> epochs = training.epochs(runId);
    if (output.json()) {
      output.print(training.document(runId));
    } else {
      new RunReport(run, epochs, System.out).curves();
    }
    if (picture != null && (run.succeeded() || !epochs.isEmpty())) {
      picture.write(run, epochs);
    }
    run.requireSuccess();
    if (!output.json()) {
      tell(run, epochs, picture);
    }
  }

  private void tell(RunStatus run, List<EpochResult> epochs, CurvesFile picture)
      throws InterruptedException {
    System.out.println();
    if (picture != null) {
      System.out.println("Curves: " + picture.path());
    }
    EpochResult.best(epochs)
        .ifPresent(
            best ->
                System.out.printf(
                    Locale.ROOT,
                    "Best epoch: %d, val_accuracy %.4f%n",
                    best.epoch(),
                    best.validationAccuracy()));
    if (run.repetition() != null) {
      System.out.println("Repetition: " + run.repetition());
    }
    System.out.printf("%s is version %d%s%n", run.model(), run.version(), scores(run));
  }

  /** What the registry knows of the version; the run has succeeded also when it can't be asked. */
  private String scores(RunStatus run) throws InterruptedException {
    try {
      ModelSummary model = client.model(run.model());
      Integer champion = model.aliases() == null ? null : model.aliases().get("champion");
      String place =
          run.version().equals(champion)
              ? ", the champion"
              : champion == null ? "" : ", the champion stays version " + champion;
      return model.versions().stream()
          .filter(version -> version.version() == run.version())
          .findFirst()
          .map(version -> place + accuracies(version))
          .orElse(place);
    } catch (CommandFailedException e) {
      return "";
    }
  }

  private static String accuracies(ModelSummary.Version version) {
    Double validation = version.metric("validationAccuracy");
    Double test = version.metric("testAccuracy");
    return validation == null || test == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; accuracy by ONNX Runtime: validation %.4f, test %.4f",
            validation,
            test);
  }
}
