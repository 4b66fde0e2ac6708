package io.streamsight.cli;

import java.time.Duration;
import java.util.Locale;

/** Follows a training run to its end: a bar for every epoch. */
public final class RunWatch {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final StreamsightClient client;
  private Progress bar;
  private int shown;

  public RunWatch(StreamsightClient client) {
    this.client = client;
  }

  /**
   * @return the run when it has succeeded
   * @throws CommandFailedException when it has failed
   */
  public RunStatus follow(String runId) throws InterruptedException {
    try {
      while (true) {
        RunStatus run = client.run(runId);
        show(run);
        if (run.failed()) {
          throw new CommandFailedException("Run %s failed: %s".formatted(runId, run.error()));
        }
        if (run.succeeded()) {
          return run;
        }
        Thread.sleep(INTERVAL.toMillis());
      }
    } finally {
      end();
    }
  }

  private void show(RunStatus run) {
    if (run.epoch() == null || run.epochs() == null || run.steps() == null || run.epoch() < 1) {
      return;
    }
    if (run.epoch() != shown) {
      end();
      shown = run.epoch();
      bar = new Progress("Epoch %d/%d".formatted(shown, run.epochs()), run.steps(), "steps");
    }
    bar.stepTo(run.step() == null ? 0 : run.step(), numbers(run));
  }

  private void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private static String numbers(RunStatus run) {
    var text = new StringBuilder();
    append(text, "%.0f images/s", run.imagesPerSecond());
    append(text, "loss %.3f", run.loss());
    append(text, "val %.3f", run.validationAccuracy());
    append(text, "run ends in %.0f s", run.secondsLeft());
    return text.toString();
  }

  private static void append(StringBuilder text, String format, Double value) {
    if (value != null) {
      text.append(text.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, format, value));
    }
  }
}
