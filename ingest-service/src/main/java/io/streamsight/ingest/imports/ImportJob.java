package io.streamsight.ingest.imports;

import io.streamsight.service.Problem;
import io.streamsight.ingest.imports.ImportStatus.State;
import io.streamsight.ingest.publish.ImageResult;
import io.streamsight.ingest.publish.ImageResult.PlacementStatus;
import io.streamsight.ingest.publish.ImageResult.Status;

/** One import: what was asked for, how far it is. Safe for use by several threads. */
final class ImportJob {
  private final String id;
  private final ImportOptions options;
  private final Placement placement;
  private final ResultLog results;
  private final ImportTally tally = new ImportTally();
  private State state = State.WAITING;
  private boolean cancelled;
  private long began = System.nanoTime();
  private long ended;
  private Problem error;

  ImportJob(String id, ImportOptions options, ResultLog results) {
    this.id = id;
    this.options = options;
    this.results = results;
    placement = new Placement(options);
  }

  String id() {
    return id;
  }

  ImportOptions options() {
    return options;
  }

  Placement placement() {
    return placement;
  }

  ResultLog results() {
    return results;
  }

  /** The wait is over: time counts from here. */
  synchronized void run() {
    state = State.RUNNING;
    began = System.nanoTime();
  }

  synchronized void ignore() {
    tally.ignore();
  }

  void add(ImageResult result, long bytes) {
    results.add(result);
    synchronized (this) {
      tally.add(result, bytes);
    }
  }

  /** What is under way is finished, nothing more is begun. */
  synchronized void cancel() {
    cancelled = true;
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  void end() {
    end(cancelled() ? State.CANCELLED : State.DONE, null);
  }

  void fail(Problem why) {
    end(State.FAILED, why);
  }

  /** Only the first end counts. */
  private void end(State last, Problem why) {
    synchronized (this) {
      if (ended()) {
        return;
      }
      state = last;
      error = why;
      ended = System.nanoTime();
    }
    results.end();
  }

  synchronized boolean ended() {
    return ended != 0;
  }

  synchronized ImportStatus status() {
    long done = tally.done();
    double seconds = ((ended == 0 ? System.nanoTime() : ended) - began) / 1e9;
    double perSecond = seconds == 0 ? 0 : done / seconds;
    boolean foreseeable = state == State.RUNNING && options.files() != null && perSecond > 0;
    Layout layout = placement.layout();
    return new ImportStatus(
        id,
        state,
        options.dataset(),
        layout == null ? null : layout.text(),
        options.dryRun(),
        options.files(),
        done,
        tally.count(Status.PUBLISHED),
        tally.count(Status.UNCHANGED),
        tally.count(Status.REFUSED),
        tally.count(Status.SKIPPED),
        tally.ignored(),
        tally.count(PlacementStatus.ASSIGNED),
        tally.count(PlacementStatus.KEPT),
        tally.bytes(),
        seconds,
        perSecond,
        foreseeable ? Math.max(0, options.files() - done) / perSecond : null,
        tally.refusedByReason(),
        tally.splits(),
        tally.refusals(),
        error);
  }
}
