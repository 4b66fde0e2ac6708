package io.streamsight.cli.classify;

import java.util.Map;
import java.util.TreeMap;

/** What is said of a run, outcome by outcome: none of them is kept whole, there may be many. */
abstract class ClassifyReport {
  private final long began = System.nanoTime();
  private final Map<String, Long> failed = new TreeMap<>();
  private long images;

  /** The next, in the order of the files. */
  final void add(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failure) {
      failed.merge(failure.reason(), 1L, Long::sum);
    } else {
      images++;
    }
    tell(outcome);
  }

  /** There are no more. */
  final ClassifySummary end() {
    var summary = new ClassifySummary(images, images / ((System.nanoTime() - began) / 1e9), failed);
    tellEnd(summary);
    return summary;
  }

  abstract void tell(Outcome outcome);

  abstract void tellEnd(ClassifySummary summary);
}
