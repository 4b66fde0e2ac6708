package io.streamsight.benchmark;

import io.streamsight.contract.event.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What all rounds came to: medians, and ratios within a round. */
record ImportReport(Machine machine, String images, List<ImportRound.Result> rounds)
    implements Report {
  private static final double MIB = 1 << 20;

  /** One of the things that are measured, and how fast it is to be. */
  private record Kind(
      String name, String goal, Function<ImportRound.Result, Measurement> measurement) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("bare loop that decodes", "", ImportRound.Result::bareLoop),
          new Kind("the same, memory used again", "", ImportRound.Result::bareInPlace),
          new Kind("the same without pixels", "", ImportRound.Result::bareCheck),
          new Kind("import into fresh processes, indexer stopped", "", ImportRound.Result::first),
          new Kind("import, indexer stopped", "80 %", ImportRound.Result::importOnly),
          new Kind("import and indexing", "40 %", ImportRound.Result::importAndIndex),
          new Kind("import of unchanged images", "", ImportRound.Result::unchanged));

  @Override
  public byte[] json() {
    return Json.write(this);
  }

  @Override
  public String markdown() {
    Measurement first = rounds.get(0).bareLoop();
    var text = new StringBuilder();
    line(text, "%s; rounds: %d.", machine, rounds.size());
    line(
        text,
        "%d images (%s), %.0f MiB, %d refused.%n",
        first.images(),
        images,
        first.bytes() / MIB,
        first.refused());
    line(text, "| | images/s, by round | median | of the bare loop | goal | others' cores |");
    line(text, "|---|---|---|---|---|---|");
    KINDS.forEach(kind -> line(text, "%s", speed(kind)));
    line(text, "%n| median | CPU seconds | peak resident MiB | read from `images`, MiB |");
    line(text, "|---|---|---|---|");
    KINDS.forEach(kind -> line(text, "%s", cost(kind)));
    return text.toString();
  }

  private String speed(Kind kind) {
    String byRound =
        rounds.stream()
            .map(round -> "%.0f".formatted(kind.measurement.apply(round).imagesPerSecond()))
            .collect(Collectors.joining(", "));
    double ratio =
        Median.of(
            rounds,
            round ->
                kind.measurement.apply(round).imagesPerSecond()
                    / round.bareLoop().imagesPerSecond());
    return "| %s | %s | %.0f | %.0f %% | %s | %.2f |"
        .formatted(
            kind.name,
            byRound,
            median(kind, Measurement::imagesPerSecond),
            100 * ratio,
            kind.goal,
            median(kind, Measurement::othersCores));
  }

  private String cost(Kind kind) {
    return "| %s | %s | %s | %.1f |"
        .formatted(
            kind.name,
            byProcess(kind, "%.1f", Usage::cpuSeconds),
            byProcess(kind, "%.0f", usage -> usage.peakBytes() / MIB),
            median(kind, Measurement::readFromImages) / MIB);
  }

  private String byProcess(Kind kind, String format, ToDoubleFunction<Usage> number) {
    Map<String, Usage> processes = kind.measurement.apply(rounds.get(0)).usage();
    return processes.keySet().stream()
        .map(
            name ->
                name
                    + " "
                    + format.formatted(
                        median(kind, one -> number.applyAsDouble(one.usage().get(name)))))
        .collect(Collectors.joining(", "));
  }

  private double median(Kind kind, ToDoubleFunction<Measurement> number) {
    return Median.of(rounds, round -> number.applyAsDouble(kind.measurement.apply(round)));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
