package io.streamsight.cli.training;

import io.streamsight.cli.LiveLine;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Seconds;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a run is doing, as it is told: its phase, a bar for the running epoch, a line for each
 * finished one. Where there is no terminal, a line an epoch and one for each phase.
 */
final class RunProgress {
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

  private final LiveLine line;
  private final LongSupplier nanos;
  private String phase = "";
  private long phaseBegan;
  private long phaseShown;
  private int finished;

  RunProgress(PrintStream out) {
    this(new LiveLine(out), System::nanoTime);
  }

  RunProgress(LiveLine line, LongSupplier nanos) {
    this.line = line;
    this.nanos = nanos;
  }

  /**
   * @param epochs that are finished
   */
  void show(RunStatus run, List<EpochResult> epochs) {
    epochs.stream().filter(epoch -> epoch.epoch() > finished).forEach(this::showFinished);
    if (run.ended()) {
      line.keep();
    } else if (!isInEpochs(run)) {
      showPhase(run.queued() ? "queued" : run.phase());
    } else if (run.epoch() > finished || run.step() < run.steps()) {
      showRunning(run);
    }
  }

  /** The service can't be asked, for the given reason, and will be asked again. */
  void interrupted(String why) {
    line.keep(why);
  }

  /** A worker that takes over tells of its own phases, and then does the last epoch again. */
  private static boolean isInEpochs(RunStatus run) {
    return !run.queued()
        && (run.phase() == null || run.phase().startsWith("training"))
        && run.epoch() != null
        && run.epochs() != null
        && run.step() != null
        && run.steps() != null;
  }

  private void showFinished(EpochResult epoch) {
    leavePhase();
    finished = epoch.epoch();
    line.keep(EpochLine.finished(epoch, line.width()));
  }

  private void showRunning(RunStatus run) {
    leavePhase();
    if (line.onTerminal()) {
      line.show(EpochLine.live(run, line.width()));
    }
  }

  private void showPhase(String told) {
    if (told == null || told.isBlank()) {
      return;
    }
    String next = Printable.text(told);
    long now = nanos.getAsLong();
    if (!words(next).equals(words(phase))) {
      leavePhase();
      phaseBegan = now;
      phaseShown = now - PLAIN_INTERVAL.toNanos();
    }
    boolean due =
        line.onTerminal() || (!next.equals(phase) && now - phaseShown >= PLAIN_INTERVAL.toNanos());
    phase = next;
    if (due) {
      phaseShown = now;
      String time = line.onTerminal() ? "  " + Seconds.text((now - phaseBegan) / 1e9) : "";
      line.show(Character.toUpperCase(next.charAt(0)) + next.substring(1) + time);
    }
  }

  /** It keeps its line, with the time that it took. */
  private void leavePhase() {
    if (!phase.isEmpty()) {
      line.keep();
      phase = "";
    }
  }

  /** Without its numbers, which count up within a phase. */
  private static String words(String phase) {
    return phase.replaceAll("[\\d.,%]+", "#");
  }
}
