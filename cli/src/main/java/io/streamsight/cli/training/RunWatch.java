package io.streamsight.cli.training;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.RefusedException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Follows a training run to its end, and shows how far it is. The trainer may go away and come back
 * meanwhile: a run takes hours, and goes on.
 */
public final class RunWatch {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TrainingClient client;
  private final RunProgress progress;
  private final Duration interval;
  private final Duration patience;
  private long silentSince;
  private boolean silent;
  private boolean known;

  /**
   * @param out where to show it: standard error, where standard output is for a program
   */
  public RunWatch(TrainingClient client, PrintStream out) {
    this(client, new RunProgress(out), INTERVAL, PATIENCE);
  }

  /**
   * @param interval between two questions
   * @param patience how long the service may be away
   */
  RunWatch(TrainingClient client, RunProgress progress, Duration interval, Duration patience) {
    this.client = client;
    this.progress = progress;
    this.interval = interval;
    this.patience = patience;
  }

  /**
   * @return the run when it has ended, however it did
   * @throws CommandFailedException when the service doesn't know the run, or is away for too long
   */
  public RunStatus follow(String runId) throws InterruptedException {
    Object marks = null;
    while (true) {
      try {
        RunStatus run = client.run(runId);
        Object now = marks(run);
        List<EpochResult> epochs = now.equals(marks) ? List.of() : client.epochs(runId);
        marks = now;
        known = true;
        silent = false;
        progress.show(run, epochs);
        if (run.ended()) {
          return run;
        }
      } catch (CommandFailedException e) {
        endure(e);
      }
      Thread.sleep(interval.toMillis());
    }
  }

  /** What changes when an epoch has ended. */
  private static Object marks(RunStatus run) {
    return Arrays.asList(
        run.state(), run.phase(), run.epoch(), run.validationLoss(), run.validationAccuracy());
  }

  private void endure(CommandFailedException e) {
    if (!passes(e)) {
      throw e;
    }
    long now = System.nanoTime();
    if (!silent) {
      silent = true;
      silentSince = now;
      progress.interrupted(
          "The trainer service is away; asking again for %d minutes"
              .formatted(Math.max(1, patience.toMinutes())));
    } else if (now - silentSince >= patience.toNanos()) {
      throw e;
    }
  }

  /** A service that starts again knows no run until it has read the registry. */
  private boolean passes(CommandFailedException e) {
    return known
        && (!(e instanceof RefusedException refused)
            || refused.status() == 404
            || refused.status() == 503);
  }
}
