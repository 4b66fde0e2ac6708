package io.streamsight.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "scale",
    description = {
      "What a log of many images costs: bytes stored, the start of the ingest service, a trainer's",
      "snapshot. The log is written without images. Then what compaction does when a partition has",
      "more keys than its buffer."
    },
    mixinStandardHelpOptions = true)
final class ScaleBenchmark implements Callable<Integer> {
  private static final long DRAWN_SEED = 0;
  private static final int IMPORTED = 2_000;

  @Option(
      names = "--images",
      paramLabel = "N",
      split = ",",
      defaultValue = "100000,1000000",
      description = "How many, one log each. Default: ${DEFAULT-VALUE}")
  private List<Integer> images;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "3g",
      description = "Of the processes that fold, as -Xmx has it. Default: ${DEFAULT-VALUE}")
  private String heap;

  @Mixin private BenchmarkOptions options;

  @Override
  public Integer call() throws Exception {
    Path work = options.work();
    List<ScaleRound> rounds =
        images.stream().map(size -> new ScaleRound(options.home(), work, size, heap)).toList();
    for (ScaleRound round : rounds) {
      round.writeOnce();
    }
    List<List<ScaleRound.Result>> results =
        options.rounds(
            () -> {
              List<ScaleRound.Result> sizes = new ArrayList<>();
              for (ScaleRound round : rounds) {
                sizes.add(round.run());
              }
              return sizes;
            });
    System.err.println("Import");
    StoredBytes imported = importedBytes(work);
    System.err.println("Compaction");
    CleanerRound.Result cleaner = new CleanerRound(options.home(), work.resolve("system")).run();
    options.show(new ScaleReport(Machine.here(), IMPORTED, imported, results, cleaner));
    return 0;
  }

  /** What real images leave behind, imported and indexed one after the other. */
  private StoredBytes importedBytes(Path work) throws Exception {
    Path pictures = Files.createDirectories(work.resolve("pictures"));
    Path folder = DrawnFolder.of(pictures, DRAWN_SEED, IMPORTED);
    try (var system = IngestSystem.start(options.home(), work.resolve("system"), true)) {
      system.warmUp(folder);
      return StoredBytes.at(system.bootstrapServers());
    }
  }
}
