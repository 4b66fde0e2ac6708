package io.streamsight.benchmark;

import io.streamsight.local.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "training",
    description = {
      "Trains the mini Xception at 180 pixels in batches of 32, beside the same net in Python's",
      "PyTorch, on as many threads as cores."
    },
    mixinStandardHelpOptions = true)
final class TrainingBenchmark implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long each is measured, at least. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--long-run",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "Then a run of so many steps, to see its memory, 500 say. Default: none")
  private int longRun;

  @Mixin private BenchmarkOptions options;

  @Override
  public Integer call() throws Exception {
    Path pictures =
        TrainingPictures.file(
            Files.createDirectories(options.work().resolve("pictures")), TrainingWorker.SIZE);
    var settings = LocalSettings.onFreePorts(options.home(), options.work());
    var round = new TrainingRound(settings, pictures, seconds);
    PeakWorker.Peak peak = round.peak();
    List<Map<TrainingKind, TrainingRound.Measured>> results = options.rounds(round::run);
    StepMeasurement memory = longRun == 0 ? null : round.longRun(longRun);
    options.show(new TrainingReport(Machine.here(), peak, results, memory));
    return 0;
  }
}
