package io.streamsight.cli.model;

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
    String reason,
    String ignored) {
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
      case "alias-moved" -> "%s: %s -> %s".formatted(alias, number(from), number(to));
      case "version-retired" -> "version %d retired".formatted(version);
      default -> proposal;
    };
  }

  String why() {
    return ignored == null ? reason : "not accepted: " + ignored;
  }

  private static String number(Integer version) {
    return version == null ? "nothing" : version.toString();
  }
}
