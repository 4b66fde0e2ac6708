package io.streamsight.benchmark;

import io.streamsight.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}")
  private int rounds;

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

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Of drawn pictures, which are kept. Default: .streamsight/benchmark")
  private Path work;

  @Option(names = "--json", paramLabel = "FILE", description = "All that was measured.")
  private Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "The tables, as shown.")
  private Path markdown;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("streamsight.home", "")).toAbsolutePath();
    Path folder = (work == null ? home.resolve(".streamsight/benchmark") : work).toAbsolutePath();
    Path pictures =
        TrainingPictures.file(
            Files.createDirectories(folder.resolve("pictures")), TrainingWorker.SIZE);
    var settings = LocalSettings.onFreePorts(home, folder);
    var round = new TrainingRound(settings, pictures, seconds);
    PeakWorker.Peak peak = round.peak();
    List<Map<TrainingKind, TrainingRound.Measured>> results = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      System.err.printf("Round %d of %d%n", i, rounds);
      results.add(round.run());
    }
    StepMeasurement memory = longRun == 0 ? null : round.longRun(longRun);
    var report = new TrainingReport(Machine.here(), peak, results, memory);
    System.out.println(report.markdown());
    if (json != null) {
      Files.write(json, report.json());
    }
    if (markdown != null) {
      Files.writeString(markdown, report.markdown());
    }
    return 0;
  }
}
