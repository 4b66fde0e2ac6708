package io.streamsight.benchmark;

import io.streamsight.benchmark.InferenceRound.Result;
import io.streamsight.contract.event.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What all rounds came to: medians, and ratios within a round. */
record InferenceReport(
    Machine machine,
    String images,
    String delivery,
    List<Result> rounds,
    ServiceStart.Result start,
    SwapMemory.Result swaps)
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
    line(text, "%d requests (%s), %s.%n", rounds.get(0).bare().images(), images, delivery);
    line(text, "| | by round | median | goal |");
    line(text, "|---|---|---|---|");
    row(text, "bare loop, images/s", "%.0f", InferenceReport::bare, "");
    row(text, "backlog through Kafka, images/s", "%.0f", Result::perSecond, "");
    row(text, "of the bare loop, %", "%.0f", r -> 100 * r.perSecond() / bare(r), "85");
    row(text, "others' cores meanwhile", "%.2f", Result::othersCores, "");
    row(text, "bare decode and run, ten a second, p50 ms", "%.1f", r -> r.bare().aloneMs(), "");
    row(text, "one hop through Kafka, ten a second, p50 ms", "%.1f", r -> r.hop().p50(), "");
    row(text, "ten requests a second, p50 ms", "%.1f", r -> r.latency().p50(), "");
    row(text, "above decode, run and two hops, ms", "%.1f", InferenceReport::above, "1");
    row(text, "p99 ms", "%.1f", r -> r.latency().p99(), "");
    row(text, "p99 of decode and run, and two of a hop, ms", "%.1f", InferenceReport::sumP99, "");
    row(text, "half load, p99 ms", "%.1f", r -> r.quiet().p99(), "");
    row(text, "half load and ten swaps, p99 ms", "%.1f", r -> r.swapping().p99(), "");
    row(text, "ratio", "%.2f", r -> r.swapping().p99() / r.quiet().p99(), "1.5");
    row(text, "answers that came twice", "%.0f", Result::repeated, "0");
    row(text, "peak resident MiB", "%.0f", r -> r.usage().peakBytes() / MIB, "700");
    line(text, "%nFrom the start of the process until a model serves:");
    line(
        text,
        "%.1f s with one version, %.1f s with 500 others (goal: 5).",
        start.one(),
        start.many());
    String resident =
        swaps.resident().entrySet().stream()
            .map(look -> "%.0f after %d".formatted(look.getValue() / MIB, look.getKey()))
            .collect(Collectors.joining(", "));
    line(text, "%nResident MiB by swaps: %s; %.2f s a swap.", resident, swaps.secondsASwap());
    return text.toString();
  }

  private static double bare(Result round) {
    return round.bare().images() / round.bare().seconds();
  }

  private static double above(Result round) {
    return round.latency().p50() - round.bare().aloneMs() - 2 * round.hop().p50();
  }

  private static double sumP99(Result round) {
    return round.bare().aloneP99Ms() + 2 * round.hop().p99();
  }

  private void row(
      StringBuilder text,
      String name,
      String format,
      ToDoubleFunction<Result> number,
      String goal) {
    String byRound =
        rounds.stream()
            .map(round -> String.format(Locale.ROOT, format, number.applyAsDouble(round)))
            .collect(Collectors.joining(", "));
    line(text, "| %s | %s | " + format + " | %s |", name, byRound, Median.of(rounds, number), goal);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
