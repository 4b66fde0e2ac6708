package io.streamsight.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.RefusedException;
import io.streamsight.contract.Reason;
import java.io.IOException;

/**
 * What became of an import.
 *
 * @param json the service's last word; null if it doesn't know of the import
 * @param status the same, read; null likewise
 * @param failure why it did not reach its end; null if it did
 */
record ImportOutcome(JsonNode json, ImportStatus status, CommandFailedException failure) {
  static final String AGAIN = "The same command again goes on from there.";

  /** The service answered at the end. */
  static ImportOutcome answered(JsonNode json) {
    return broken(json, null);
  }

  /** The service answered with a problem. */
  static ImportOutcome refused(JsonNode json, RefusedException why) {
    ImportStatus status = ImportStatus.of(json);
    boolean told = status != null && status.failed() && status.error() != null;
    return new ImportOutcome(json, status, told ? failed(status, why) : why);
  }

  /** A file could not be read to its end. */
  static ImportOutcome unread(JsonNode json, IOException why) {
    var failure =
        new CommandFailedException("Ended early: %s. %s".formatted(why.getMessage(), AGAIN), why);
    return new ImportOutcome(json, ImportStatus.of(json), failure);
  }

  /** There was no answer. */
  static ImportOutcome broken(JsonNode json, CommandFailedException why) {
    ImportStatus status = ImportStatus.of(json);
    if (status == null) {
      return new ImportOutcome(json, null, why);
    }
    return new ImportOutcome(
        json,
        status,
        switch (status.state()) {
          case "done" -> null;
          case "cancelled" ->
              new CommandFailedException(
                  "The import was cancelled after %d files. %s".formatted(status.done(), AGAIN));
          case "failed" -> failed(status, why);
          default ->
              new CommandFailedException(
                  "The connection ended after %d files, and the service says %s. %s"
                      .formatted(status.done(), status.state(), AGAIN),
                  why);
        });
  }

  private static CommandFailedException failed(ImportStatus status, CommandFailedException why) {
    String text =
        status.error() != null
            ? status.error().text()
            : why != null ? why.getMessage() : "the service does not say why";
    boolean passes =
        status.error() != null && Reason.UNAVAILABLE.code().equals(status.error().reason());
    return new CommandFailedException(
        "The import failed after %d files: %s%s"
            .formatted(status.done(), text, passes ? " " + AGAIN : ""),
        why);
  }
}
