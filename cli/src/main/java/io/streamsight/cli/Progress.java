package io.streamsight.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a task is, at what rate, and how long it will take: one line that is rewritten on a
 * terminal, a line every few seconds elsewhere. Safe for use by several threads.
 *
 * @see LiveLine
 */
public final class Progress implements AutoCloseable {
  private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
  private static final String FULL = "====================";

  private final String task;
  private final long total;
  private final String unit;
  private final LiveLine line;
  private final LongSupplier nanos;
  private final long began;
  private long done;
  private long shownAt;
  private boolean current;
  private String message = "";
  private String standstill = "";

  public Progress(String task, long total, String unit) {
    this(task, total, unit, System.out);
  }

  /**
   * @param out where to show it: standard error, where standard output is for a program
   */
  public Progress(String task, long total, String unit, PrintStream out) {
    this(task, total, unit, out, LiveLine.terminalWidth(), System::nanoTime);
  }

  /**
   * @param width columns of the terminal; 0 if there is none
   */
  Progress(String task, long total, String unit, PrintStream out, int width, LongSupplier nanos) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.line = new LiveLine(out, width);
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    show(began);
  }

  public synchronized void step() {
    stepTo(done + 1);
  }

  public synchronized void stepTo(long steps) {
    stepTo(steps, message);
  }

  /**
   * @param remark what is worth knowing beside the numbers
   */
  public synchronized void stepTo(long steps, String remark) {
    stepTo(steps, remark, "");
  }

  /**
   * @param still what to say instead of rate and time left, which follow from before, where the
   *     task stands still; empty where it moves
   */
  public synchronized void stepTo(long steps, String remark, String still) {
    current &= done == steps && message.equals(remark) && standstill.equals(still);
    done = steps;
    message = remark;
    standstill = still;
    long now = nanos.getAsLong();
    Duration interval = line.onTerminal() ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
    if (now - shownAt >= interval.toNanos()) {
      show(now);
    }
  }

  /** Shows where the task has ended. */
  @Override
  public synchronized void close() {
    if (!current || line.onTerminal()) {
      show(nanos.getAsLong());
    }
    line.keep();
  }

  private void show(long now) {
    shownAt = now;
    current = true;
    line.show(text(now - began));
  }

  private String text(long elapsed) {
    double share = total == 0 ? 1 : Math.min(1, done / (double) total);
    double perSecond = elapsed == 0 ? 0 : done * 1e9 / elapsed;
    var text = new StringBuilder();
    text.append(
        format(
            "%-11s[%-20s] %3.0f %%  %d/%d %s",
            task,
            FULL.substring(0, (int) (share * FULL.length())),
            Math.floor(share * 100),
            done,
            total,
            unit));
    if (!standstill.isEmpty()) {
      text.append("  ").append(standstill);
    } else if (perSecond > 0) {
      text.append(format(perSecond < 10 ? "  %.1f/s" : "  %.0f/s", perSecond));
      text.append(
          done < total
              ? "  " + Seconds.text((total - done) / perSecond) + " left"
              : "  in " + Seconds.text(elapsed / 1e9));
    }
    return message.isEmpty() ? text.toString() : text + "  " + message;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
