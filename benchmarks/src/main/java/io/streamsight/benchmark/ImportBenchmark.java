package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  /** Enough for the compiler to have seen all of the code that matters. */
  private static final int WARM_UP_IMAGES = 4_000;

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
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Of drawn pictures, which are kept, and of the broker's data. Default: .streamsight/benchmark")
  private Path work;

  @Option(names = "--json", paramLabel = "FILE", description = "All that was measured.")
  private Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "The tables, as shown.")
  private Path markdown;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("streamsight.home", "")).toAbsolutePath();
    Path folder = (work == null ? home.resolve(".streamsight/benchmark") : work).toAbsolutePath();
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Path warmUp = DrawnFolder.of(pictures, WARM_UP_SEED, WARM_UP_IMAGES);
    Path measured =
        data == null ? DrawnFolder.of(pictures, DRAWN_SEED, images) : data.toAbsolutePath();
    String what = data == null ? "drawn pictures, 500 x 375" : "photos of --data";

    var round = new ImportRound(home, folder.resolve("system"), warmUp, measured);
    List<ImportRound.Result> results = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      System.err.printf("Round %d of %d%n", i, rounds);
      results.add(round.run());
    }
    var report = new ImportReport(Machine.here(), what, results);
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
