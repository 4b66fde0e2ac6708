package io.streamsight.ingest.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamsight.service.Problem;
import io.streamsight.ingest.publish.ImageResult;
import java.util.List;
import java.util.Map;

/**
 * How far an import is, or what it came to.
 *
 * @param layout how paths are read; null before the first file or where none is needed
 * @param files how many the client said it would send; null if it didn't
 * @param done files handled, ignored ones too
 * @param published images put onto the log (in a dry run: that would be)
 * @param unchanged images that the log had
 * @param refused images that were not taken
 * @param skipped images outside of every range
 * @param ignored hidden files and what archivers add
 * @param assigned places in the data set written
 * @param kept images that have another place in the data set, or were withdrawn: left so
 * @param bytes of all files handled
 * @param secondsLeft null when not known
 * @param splits images by split and label
 * @param refusals the first of those refused or kept; all are among the results
 * @param error why the import ended early; else null
 */
public record ImportStatus(
    String id,
    State state,
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
    double seconds,
    double imagesPerSecond,
    Double secondsLeft,
    Map<String, Long> refusedByReason,
    Map<String, Map<String, Long>> splits,
    List<ImageResult> refusals,
    Problem error) {
  /** Of an import. */
  public enum State {
    /** Until the index has what was published before. */
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("done")
    DONE,
    @JsonProperty("cancelled")
    CANCELLED,
    @JsonProperty("failed")
    FAILED
  }

  boolean ended() {
    return state != State.WAITING && state != State.RUNNING;
  }
}
