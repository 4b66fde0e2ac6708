package io.streamsight.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description = {
      "Imports a folder, with the indexer and without, and again when nothing is new, beside a",
      "bare loop that decodes the same files on all cores."
    },
    mixinStandardHelpOptions = true)
final class ImportBenchmark implements Callable<Integer> {
  private static final long DRAWN_SEED = 0;
  private static final long WARM_UP_SEED = 1;

  /** Imported twice before the measured import; the first of both is the one of fresh processes. */
  private static final int WARM_UP_IMAGES = 24_000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder of photos. Default: pictures drawn by code")
  private Path data;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "25000",
      description = "How many to draw. Default: ${DEFAULT-VALUE}")
  private int images;

  @Option(
      names = "--width",
      paramLabel = "PX",
      defaultValue = "" + DrawnFolder.WIDTH,
      description =
          "Of those that are drawn; their height is three quarters. Default: ${DEFAULT-VALUE}")
  private int width;

  @Mixin private BenchmarkOptions options;

  @Override
  public Integer call() throws Exception {
    Path pictures = Files.createDirectories(options.work().resolve("pictures"));
    Path warmUp = DrawnFolder.of(pictures, WARM_UP_SEED, WARM_UP_IMAGES);
    Path measured =
        data == null ? DrawnFolder.of(pictures, DRAWN_SEED, images, width) : data.toAbsolutePath();
    String what =
        data == null
            ? "drawn pictures, %d x %d".formatted(width, width * 3 / 4)
            : "photos of --data";
    Path system = options.work().resolve("system");
    var round = new ImportRound(options.home(), system, warmUp, measured);
    List<ImportRound.Result> results = options.rounds(round::run);
    options.show(new ImportReport(Machine.here(), what, results));
    return 0;
  }
}
