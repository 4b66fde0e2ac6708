package io.streamsight.cli.imports;

import io.streamsight.cli.Bytes;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Remedy;
import io.streamsight.cli.SplitTable;
import io.streamsight.cli.files.Unreadable;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an import did, for the one who started it: numbers, then every file that was left out. */
final class ImportSummary {
  /** More would push the rest off the screen; --replace is for all of them anyway. */
  private static final int KEPT_SHOWN = 20;

  private final ImportClient client;
  private final PrintStream out;

  ImportSummary(ImportClient client, PrintStream out) {
    this.client = client;
    this.out = out;
  }

  void print(ImportStatus status, boolean layoutIsTold, List<Unreadable> unreadable)
      throws InterruptedException {
    numbers(status, layoutIsTold, unreadable.size());
    unreadable(unreadable);
    if (status.refused() > 0) {
      refused(status);
    }
    if (status.kept() > 0) {
      kept(status);
    }
  }

  private void numbers(ImportStatus status, boolean layoutIsTold, int unreadable) {
    out.println();
    if (status.dryRun()) {
      out.println("Dry run: nothing was published; these are the numbers of what would be.");
    }
    if (status.layout() != null) {
      out.printf(
          "Layout %s, %s%n",
          status.layout(), layoutIsTold ? "told from the first image's path" : "as asked for");
    }
    if (status.splits() != null && !status.splits().isEmpty()) {
      out.println();
      out.println(SplitTable.of(status.splits()));
      out.println();
    }
    out.printf(
        "%d published, %d unchanged, %d refused, %d skipped, %d ignored%s%n",
        status.published(),
        status.unchanged(),
        status.refused(),
        status.skipped(),
        status.ignored(),
        unreadable > 0 ? ", %d unreadable".formatted(unreadable) : "");
    out.printf("%d assigned, %d kept where they were%n", status.assigned(), status.kept());
    out.printf("%d files, %s%s%n", status.done(), Bytes.text(status.bytes()), speed(status));
  }

  private static String speed(ImportStatus status) {
    if (status.seconds() == null) {
      return "";
    }
    String time = String.format(Locale.ROOT, " in %.1f s", status.seconds());
    return status.imagesPerSecond() == null
        ? time
        : time + String.format(Locale.ROOT, ", %.0f images/s", status.imagesPerSecond());
  }

  private void unreadable(List<Unreadable> files) {
    if (!files.isEmpty()) {
      out.printf("%nUnreadable:%n");
      files.forEach(file -> line("%s  %s", file.path(), file.why()));
    }
  }

  /** All of them, however many: none is held. Then what to do, once for each reason. */
  private void refused(ImportStatus status) throws InterruptedException {
    Map<String, String> remedies = new TreeMap<>();
    out.printf("%nRefused:%n");
    try (Stream<ImageResult> results = client.results(status.id(), "refused")) {
      results.forEach(
          result -> {
            ImportProblem problem = result.problem();
            line(
                "%s  %s  %s",
                result.path(),
                problem == null ? "-" : problem.reason(),
                problem == null || problem.detail() == null ? "" : problem.detail());
            if (problem != null && problem.title() != null) {
              remedies.put(problem.reason(), Remedy.of(problem.reason(), problem.title()));
            }
          });
    }
    if (!remedies.isEmpty()) {
      out.printf("%nWhat to do:%n");
      remedies.forEach((reason, remedy) -> line("%s: %s", reason, remedy));
    }
  }

  private void kept(ImportStatus status) throws InterruptedException {
    out.printf("%nKept where they were, --replace moves them:%n");
    long shown = 0;
    for (String kind : List.of("published", "unchanged")) {
      if (shown < KEPT_SHOWN) {
        shown += kept(status.id(), kind, KEPT_SHOWN - shown);
      }
    }
    if (status.kept() > shown) {
      out.printf("  and %d more%n", status.kept() - shown);
    }
  }

  private long kept(String id, String kind, long most) throws InterruptedException {
    try (Stream<ImageResult> results = client.results(id, kind)) {
      List<ImageResult> kept = results.filter(ImageResult::kept).limit(most).toList();
      kept.forEach(result -> line("%s%s", result.path(), place(result)));
      return kept.size();
    }
  }

  /** Of what others named. */
  private void line(String format, Object... values) {
    out.println("  " + Printable.text(format.formatted(values)));
  }

  private static String place(ImageResult result) {
    return "  %s, asked for %s/%s".formatted(result.present(), result.split(), result.label());
  }
}
