package io.streamsight.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a task is, at what rate, and how long it will take: one line that is rewritten on a
 * terminal, a line every few seconds elsewhere. Safe for use by several threads.
 *
 * <p>{@code STREAMSIGHT_COLUMNS} says how wide the terminal is; without it there is none.
 */
public final class Progress implements AutoCloseable {
  private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
  private static final String FULL = "====================";

  private final String task;
  private final long total;
  private final String unit;
  private final PrintStream out;
  private final int width;
  private final LongSupplier nanos;
  private final long began;
  private long done;
  private long shownAt;
  private boolean current;
  private String message = "";

  public Progress(String task, long total, String unit) {
    this(task, total, unit, System.out);
  }

  /**
   * @param out where to show it: standard error, where standard output is for a program
   */
  public Progress(String task, long total, String unit, PrintStream out) {
    this(task, total, unit, out, terminalWidth(), System::nanoTime);
  }

  /**
   * @param width columns of the terminal; 0 if there is none
   */
  Progress(String task, long total, String unit, PrintStream out, int width, LongSupplier nanos) {
    this.task = task;
    this.total = total;
    this.unit = unit;
    this.out = out;
    this.width = width;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    show(began);
  }

  /** Columns of the terminal; 0 if the output is none. */
  static int terminalWidth() {
    String columns = System.getenv("STREAMSIGHT_COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 0;
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
    current &= done == steps && message.equals(remark);
    done = steps;
    message = remark;
    long now = nanos.getAsLong();
    Duration interval = width > 0 ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
    if (now - shownAt >= interval.toNanos()) {
      show(now);
    }
  }

  /** Shows where the task has ended. */
  @Override
  public synchronized void close() {
    if (!current || width > 0) {
      show(nanos.getAsLong());
    }
    if (width > 0) {
      out.println();
    }
  }

  private void show(long now) {
    shownAt = now;
    current = true;
    String line = line(now - began);
    if (width == 0) {
      out.println(line);
    } else {
      String cut = line.substring(0, Math.min(line.length(), width - 1));
      out.print("\r" + cut + " ".repeat(width - 1 - cut.length()));
      out.flush();
    }
  }

  private String line(long elapsed) {
    double share = total == 0 ? 1 : Math.min(1, done / (double) total);
    double perSecond = elapsed == 0 ? 0 : done * 1e9 / elapsed;
    var line = new StringBuilder();
    line.append(
        text(
            "%-11s[%-20s] %3.0f %%  %d/%d %s",
            task,
            FULL.substring(0, (int) (share * FULL.length())),
            Math.floor(share * 100),
            done,
            total,
            unit));
    if (perSecond > 0) {
      line.append(text(perSecond < 10 ? "  %.1f/s" : "  %.0f/s", perSecond));
      line.append(
          done < total
              ? "  " + time((total - done) / perSecond) + " left"
              : "  in " + time(elapsed / 1e9));
    }
    return message.isEmpty() ? line.toString() : line + "  " + message;
  }

  private static String time(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return "%d:%02d".formatted(whole / 60, whole % 60);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
