package io.streamsight.cli.classify;

import io.streamsight.cli.Printable;
import io.streamsight.cli.Table;
import java.util.ArrayList;
import java.util.List;

/** The answers in order, each map below its file; what failed on standard error. */
final class TableReport extends ClassifyReport {
  private final Table table = new Table("file", "label", "score", "model", "ms");

  /** Of each answer, the lines of its map. */
  private final List<List<String>> maps = new ArrayList<>();

  private final List<Outcome.Failed> failures = new ArrayList<>();

  @Override
  void tell(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      Answer answer = answered.answer();
      table.row(
          answered.file(),
          answer.label(),
          Table.number("%.4f", answer.score()),
          answer.servedBy(),
          Table.number("%.1f", answer.workMs()));
      maps.add(map(answer));
    } else if (outcome instanceof Outcome.Failed failed) {
      failures.add(failed);
    }
  }

  private static List<String> map(Answer answer) {
    return answer.activationMap() != null && answer.activationMap().containsKey(answer.label())
        ? HeatMap.of(Printable.text(answer.label()), answer.activationMap().get(answer.label()))
        : List.of();
  }

  @Override
  void tellEnd(ClassifySummary summary) {
    for (Outcome.Failed failed : failures) {
      System.err.printf(
          "streamsight: %s: %s%n",
          Printable.text(failed.file().toString()), Printable.text(failed.message()));
    }
    if (!maps.isEmpty()) {
      List<String> lines = table.toString().lines().toList();
      System.out.println(lines.get(0));
      for (int i = 0; i < maps.size(); i++) {
        System.out.println(lines.get(i + 1));
        maps.get(i).forEach(line -> System.out.println("    " + line));
      }
      System.out.println();
    }
    if (!maps.isEmpty() || !failures.isEmpty()) {
      System.out.println(summary.text());
    }
  }
}
