package io.streamsight.benchmark;

import io.streamsight.benchmark.TrainingRound.Measured;
import io.streamsight.contract.event.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What all rounds came to: medians, and ratios within a round.
 *
 * @param longRun null if there was none
 */
record TrainingReport(
    Machine machine,
    PeakWorker.Peak peak,
    List<Map<TrainingKind, Measured>> rounds,
    StepMeasurement longRun)
    implements Report {
  private static final double MIB = 1 << 20;
  private static final double GIGA = 1e9;

  /** How fast one kind is to be, measured by another. */
  private record Goal(TrainingKind of, TrainingKind by, String atLeast) {}

  private static final List<Goal> GOALS =
      List.of(
          new Goal(TrainingKind.CONSTANT_BATCH, TrainingKind.PYTHON, "5.00"),
          new Goal(TrainingKind.CONSTANT_BATCH, TrainingKind.PYTHON_CHANNELS_LAST, "3.00"),
          new Goal(TrainingKind.CONSTANT_BATCH, TrainingKind.PYTHON_SAME_ENVIRONMENT, "0.95"),
          new Goal(TrainingKind.REAL_RUN, TrainingKind.CONSTANT_BATCH, "0.97"));

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
        "Python: %s. Streamsight: %s. %d parameters in both.%n",
        software(TrainingKind.PYTHON),
        software(TrainingKind.REAL_RUN),
        TrainingWorker.summary().parameters());
    line(
        text,
        "| | images/s, by round | median | CPU seconds a step | resident MiB, at most"
            + " | others' cores |");
    line(text, "|---|---|---|---|---|---|");
    for (TrainingKind kind : TrainingKind.values()) {
      line(text, "%s", speed(kind));
    }
    line(text, "%n| within a round | by round | median | goal |");
    line(text, "|---|---|---|---|");
    for (Goal goal : GOALS) {
      line(text, "%s", ratio(goal));
    }
    line(text, "%n%s", limit());
    if (longRun != null) {
      line(text, "%n%s", memory());
    }
    return text.toString();
  }

  private String speed(TrainingKind kind) {
    return "| %s | %s | %.1f | %.2f | %.0f | %.2f |"
        .formatted(
            kind.label,
            byRound("%.1f", round -> imagesPerSecond(round, kind)),
            Median.of(rounds, round -> imagesPerSecond(round, kind)),
            median(kind, measured -> measured.step().cpuSecondsPerStep()),
            median(kind, measured -> measured.step().peakBytes() / MIB),
            median(kind, Measured::othersCores));
  }

  private String ratio(Goal goal) {
    ToDoubleFunction<Map<TrainingKind, Measured>> ratio =
        round -> imagesPerSecond(round, goal.of) / imagesPerSecond(round, goal.by);
    return "| %s / %s | %s | %.2f | %s |"
        .formatted(
            goal.of.label,
            goal.by.label,
            byRound("%.2f", ratio),
            Median.of(rounds, ratio),
            goal.atLeast);
  }

  private String limit() {
    double step = NetOperations.perStep(TrainingWorker.summary(), TrainingWorker.BATCH);
    double images = TrainingWorker.BATCH * peak.best() / step;
    double real = Median.of(rounds, round -> imagesPerSecond(round, TrainingKind.REAL_RUN));
    return ("The machine's limit: a step has %.1f G operations in convolutions; single precision"
            + " peaks at %.0f G operations/s (matrix product %.0f, 3x3 convolution %.0f), so at"
            + " most %.0f images/s. The real run is at %.0f %% of that.")
        .formatted(
            step / GIGA,
            peak.best() / GIGA,
            peak.matrixProduct() / GIGA,
            peak.convolution() / GIGA,
            images,
            100 * real / images);
  }

  private String memory() {
    return "Resident MiB of a real run, every %d steps, at the end after %d: %s."
        .formatted(
            TrainingWorker.LOOK_EVERY,
            longRun.steps(),
            longRun.residentBytes().stream()
                .map(bytes -> "%.0f".formatted(bytes / MIB))
                .collect(Collectors.joining(", ")));
  }

  private String software(TrainingKind kind) {
    return rounds.get(0).get(kind).step().software();
  }

  private static double imagesPerSecond(Map<TrainingKind, Measured> round, TrainingKind kind) {
    return round.get(kind).step().imagesPerSecond();
  }

  private String byRound(String format, ToDoubleFunction<Map<TrainingKind, Measured>> number) {
    return rounds.stream()
        .map(round -> format.formatted(number.applyAsDouble(round)))
        .collect(Collectors.joining(", "));
  }

  private double median(TrainingKind kind, ToDoubleFunction<Measured> number) {
    return Median.of(rounds, round -> number.applyAsDouble(round.get(kind)));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
