package io.streamsight.cli.model;

import io.streamsight.cli.Printable;
import io.streamsight.cli.Times;
import java.time.Instant;

/** An entry of {@code GET /models/{name}/history}. */
record HistoryEntry(
    long offset,
    Instant at,
    String proposal,
    String by,
    String runId,
    Integer version,
    String alias,
    Integer from,
    Integer to,
    boolean rollback,
    String reason,
    String ignored) {
  /** Characters of a text in a table. */
  private static final int LONGEST = 120;

  String time() {
    return Times.text(at);
  }

  String what() {
    return switch (proposal == null ? "" : proposal) {
      case "run-requested" -> "run " + runId + " requested";
      case "run-failed" -> "run " + runId + " failed";
      case "run-cancelled" -> "run " + runId + " cancelled";
      case "candidate-published" ->
          version == null
              ? "run " + runId + " published"
              : "version %d by run %s".formatted(version, runId);
      case "alias-moved" -> "%s %s: %s -> %s".formatted(alias, moved(), number(from), number(to));
      case "version-retired" -> "version %d retired".formatted(version);
      default -> proposal;
    };
  }

  String outcome() {
    return ignored == null ? "accepted" : "refused";
  }

  /** What who proposed it said, then what the registry said to it, if it was refused. */
  String why() {
    String given = Printable.cut(reason, LONGEST);
    if (ignored == null) {
      return given;
    }
    String refused = "refused: " + Printable.cut(ignored, LONGEST);
    return given == null ? refused : "%s (%s)".formatted(given, refused);
  }

  private String moved() {
    return rollback ? "rolled back" : to == null ? "removed" : "promoted";
  }

  private static String number(Integer version) {
    return version == null ? "nothing" : version.toString();
  }
}
