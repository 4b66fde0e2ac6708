package io.streamsight.benchmark;

import io.streamsight.benchmark.ScaleRound.Result;
import io.streamsight.contract.event.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What all rounds came to: medians, one column for each size.
 *
 * @param imported how many images were imported for {@code importedBytes}
 * @param rounds each with all sizes
 */
record ScaleReport(
    Machine machine,
    int imported,
    StoredBytes importedBytes,
    List<List<Result>> rounds,
    CleanerRound.Result cleaner)
    implements Report {
  private static final double MIB = 1 << 20;

  @Override
  public byte[] json() {
    return Json.write(this);
  }

  @Override
  public String markdown() {
    var text = new StringBuilder();
    line(text, "%s; rounds: %d.", machine, rounds.size());
    line(
        text,
        "%d drawn pictures, imported and indexed: %.0f bytes each in `images`, %.0f in `image-index`, %.0f in `image-splits`.%n",
        imported,
        importedBytes.images() / (double) imported,
        importedBytes.index() / (double) imported,
        importedBytes.splits() / (double) imported);
    line(text, "| images | %s |", each(result -> String.valueOf(result.images())));
    line(text, "|---|%s", "---|".repeat(rounds.get(0).size()));
    row(
        text,
        "bytes of a line, in transactions of %d".formatted(WrittenLog.LINES),
        "%.0f",
        ScaleReport::lineBytes);
    row(text, "**ingest**: ready after, s", "%.1f", r -> r.ingest().readySeconds());
    row(text, "CPU seconds until then", "%.1f", r -> r.ingest().cpuSeconds());
    row(text, "heap in use then, MiB", "%.0f", r -> r.ingest().heapBytes() / MIB);
    row(text, "heap, bytes an image", "%.0f", r -> r.ingest().heapBytes() / (double) r.images());
    row(text, "first report, s", "%.1f", r -> r.ingest().firstReportSeconds());
    row(text, "next report, s", "%.1f", r -> r.ingest().reportSeconds());
    row(text, "resident at most, MiB", "%.0f", r -> r.ingest().peakBytes() / MIB);
    row(text, "others' cores", "%.2f", r -> r.ingest().othersCores());
    row(text, "**snapshot**: index, s", "%.1f", r -> r.fold().index().seconds());
    row(text, "content hashes, s", "%.1f", r -> r.fold().hashes().seconds());
    row(text, "assignments, s", "%.1f", r -> r.fold().splits().seconds());
    row(text, "data set, s", "%.1f", r -> r.fold().dataset().seconds());
    row(text, "digest, s", "%.1f", r -> r.fold().digest().seconds());
    row(text, "CPU seconds, all of it", "%.1f", ScaleReport::cpuSeconds);
    row(text, "heap with index and hashes, MiB", "%.0f", r -> r.fold().indexBytes() / MIB);
    row(text, "heap with the fold, MiB", "%.0f", r -> r.fold().foldBytes() / MIB);
    row(text, "heap with the data set too, MiB", "%.0f", r -> r.fold().bothBytes() / MIB);
    row(text, "heap with the data set alone, MiB", "%.0f", r -> r.fold().datasetBytes() / MIB);
    row(text, "others' cores", "%.2f", Result::foldOthersCores);
    line(
        text,
        "%nCompaction of one partition with %d keys, each written twice, and a buffer for %d keys: %d passes, clean up to offsets %s. %.1f MB before, %.1f after.",
        cleaner.keys(),
        cleaner.buffer(),
        cleaner.cleanTo().size(),
        cleaner.cleanTo(),
        cleaner.bytesBefore() / 1e6,
        cleaner.bytesAfter() / 1e6);
    return text.toString();
  }

  private static double lineBytes(Result result) {
    return result.stored().index() / (double) result.images();
  }

  private static double cpuSeconds(Result result) {
    FoldWorker.Pass fold = result.fold();
    return fold.index().cpuSeconds()
        + fold.hashes().cpuSeconds()
        + fold.splits().cpuSeconds()
        + fold.dataset().cpuSeconds()
        + fold.digest().cpuSeconds();
  }

  private String each(Function<Result, String> of) {
    return rounds.get(0).stream().map(of).collect(Collectors.joining(" | "));
  }

  private void row(
      StringBuilder text, String name, String format, ToDoubleFunction<Result> number) {
    String medians =
        IntStream.range(0, rounds.get(0).size())
            .mapToObj(size -> Median.of(rounds, round -> number.applyAsDouble(round.get(size))))
            .map(median -> String.format(Locale.ROOT, format, median))
            .collect(Collectors.joining(" | "));
    line(text, "| %s | %s |", name, medians);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
