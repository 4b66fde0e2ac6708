package io.streamsight.cli.watch;

import io.streamsight.cli.Seconds;
import io.streamsight.contract.classification.Classification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a watch has seen in all. */
final class Tally {
  /** More don't fit a line. */
  private static final int MAX_LABELS = 8;

  private final long began;
  private final Map<String, Long> byLabel = new HashMap<>();
  private final Map<String, Long> byVersion = new TreeMap<>();
  private long answers;
  private long dropped;

  Tally(long now) {
    began = now;
  }

  void add(Classification answer) {
    answers++;
    byLabel.merge(answer.label(), 1L, Long::sum);
    byVersion.merge("%s v%d".formatted(answer.model(), answer.version()), 1L, Long::sum);
  }

  void addDropped(long count) {
    dropped += count;
  }

  long answers() {
    return answers;
  }

  /** {@code 141 answers in 0:12}. */
  String count(long now) {
    return "%d %s in %s"
        .formatted(answers, answers == 1 ? "answer" : "answers", Seconds.text(seconds(now)));
  }

  /** The most frequent labels with their counts and shares. */
  String labels() {
    String text =
        byLabel.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAX_LABELS)
            .map(
                label ->
                    "%s %d (%.0f %%)"
                        .formatted(
                            label.getKey(), label.getValue(), 100.0 * label.getValue() / answers))
            .collect(Collectors.joining("  "));
    int more = byLabel.size() - MAX_LABELS;
    return more > 0 ? text + "  %d more labels".formatted(more) : text;
  }

  /** All of it, for the end. */
  String summary(long now) {
    var text = new StringBuilder(count(now));
    if (answers > 0) {
      text.append(String.format(Locale.ROOT, ", %.1f/s", answers / seconds(now)));
      text.append("; ").append(labels());
      text.append("; ")
          .append(
              byVersion.entrySet().stream()
                  .map(version -> version.getKey() + " " + version.getValue())
                  .collect(Collectors.joining(", ")));
    }
    if (dropped > 0) {
      text.append("; %d more were not shown: they came too fast".formatted(dropped));
    }
    return text.toString();
  }

  private double seconds(long now) {
    return Math.max(1, now - began) / 1e9;
  }
}
