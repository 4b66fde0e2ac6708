package io.streamsight.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import java.util.Map;

/**
 * How far an import is, as {@code GET /imports/{id}} tells; null where it isn't known.
 *
 * @param state waiting, running, done, cancelled or failed
 * @param files how many there will be
 * @param done how many are handled
 * @param skipped outside of every range
 * @param ignored hidden files and folders' bookkeeping
 * @param kept have another place in the data set, and were left there
 * @param splits images by split and label
 * @param error why it failed
 */
record ImportStatus(
    String id,
    String state,
    String dataset,
    String layout,
    boolean dryRun,
    Long files,
    long done,
    long published,
    long unchanged,
    long refused,
    long skipped,
    long ignored,
    long assigned,
    long kept,
    long bytes,
    Double seconds,
    Double imagesPerSecond,
    Map<String, Long> refusedByReason,
    Map<String, Map<String, Integer>> splits,
    ImportProblem error) {

  /** Null for null. */
  static ImportStatus of(JsonNode json) {
    return json == null ? null : Json.MAPPER.convertValue(json, ImportStatus.class);
  }

  boolean waiting() {
    return "waiting".equals(state);
  }

  boolean ended() {
    return failed() || "done".equals(state) || "cancelled".equals(state);
  }

  boolean failed() {
    return "failed".equals(state);
  }
}
