package io.streamsight.cli.training;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.ModelSummary;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.StreamsightClient;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A run that the user follows to its end: bars, then curves and what became of it. */
final class WatchedRun {
  private static final int QUESTIONS = 20;
  private static final long INTERVAL_MS = 250;

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
      ModelSummary model = decided(run);
      return model
          .version(run.version())
          .map(version -> place(model, version) + accuracies(version))
          .orElse("");
    } catch (CommandFailedException e) {
      return "";
    }
  }

  /** Once champion has moved, if it shall: that is a record after the one that ends the run. */
  private ModelSummary decided(RunStatus run) throws InterruptedException {
    ModelSummary model = client.model(run.model());
    for (int i = 0; i < QUESTIONS && isPending(model, run.version()); i++) {
      Thread.sleep(INTERVAL_MS);
      model = client.model(run.model());
    }
    return model;
  }

  private static boolean isPending(ModelSummary model, int version) {
    return !Objects.equals(model.champion(), version)
        && model
            .version(version)
            .map(ModelSummary.Version::verdict)
            .filter(ModelSummary.Version.Verdict::promote)
            .isPresent();
  }

  /** What became of it: champion, or kept back and why. */
  private static String place(ModelSummary model, ModelSummary.Version version) {
    if (Objects.equals(model.champion(), version.version())) {
      return ", the champion";
    }
    String champion =
        model.champion() == null
            ? "there is no champion"
            : "the champion stays version " + model.champion();
    ModelSummary.Version.Verdict verdict = version.verdict();
    return verdict == null || verdict.promote()
        ? ", " + champion
        : ", kept back (%s), %s".formatted(verdict.why(), champion);
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
