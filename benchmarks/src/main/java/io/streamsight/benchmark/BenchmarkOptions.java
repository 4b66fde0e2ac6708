package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every benchmark can be told. */
final class BenchmarkOptions {
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
          "Of what is drawn or trained for it, which is kept, and of a broker's data. Default: .streamsight/benchmark")
  private Path work;

  @Option(names = "--json", paramLabel = "FILE", description = "All that was measured.")
  private Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "The tables, as shown.")
  private Path markdown;

  /** The repository's root. */
  Path home() {
    return Path.of(System.getProperty("streamsight.home", "")).toAbsolutePath();
  }

  Path work() throws IOException {
    Path folder = work == null ? home().resolve(".streamsight/benchmark") : work;
    return Files.createDirectories(folder.toAbsolutePath());
  }

  <T> List<T> rounds(Callable<T> round) throws Exception {
    List<T> results = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      System.err.printf("Round %d of %d%n", i, rounds);
      results.add(round.call());
    }
    return results;
  }

  void show(Report report) throws IOException {
    System.out.println(report.markdown());
    if (json != null) {
      Files.write(json, report.json());
    }
    if (markdown != null) {
      Files.writeString(markdown, report.markdown());
    }
  }
}
