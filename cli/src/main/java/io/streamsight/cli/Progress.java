package io.streamsight.cli;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a task is, at what rate, and how long it will take: one line that is rewritten on a
 * terminal, a line every few seconds elsewhere.
 *
 * <p>{@code STREAMSIGHT_COLUMNS} says how wide the terminal is; without it there is none.
 */
public final class Progress implements AutoCloseable {
  private static final int PLAIN_WIDTH = 100;

  private final ProgressBar bar;

  public Progress(String task, long total, String unit) {
    this(task, total, unit, System.out, terminalWidth());
  }

  Progress(String task, long total, String unit, PrintStream out, int width) {
    boolean terminal = width > 0;
    bar =
        new ProgressBarBuilder()
            .setTaskName("%-10s".formatted(task))
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? 200 : 5_000)
            .setConsumer(terminal ? rewriting(out, width) : plain(out))
            .build();
  }

  /** Columns of the terminal; 0 if the output is none. */
  static int terminalWidth() {
    String columns = System.getenv("STREAMSIGHT_COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 0;
  }

  public void step() {
    bar.step();
  }

  public void stepTo(long done) {
    bar.stepTo(done);
  }

  /** What is worth knowing beside the numbers. */
  public void say(String text) {
    bar.setExtraMessage(" " + text);
  }

  @Override
  public void close() {
    bar.close();
  }

  private static ProgressBarConsumer plain(PrintStream out) {
    return new DelegatingProgressBarConsumer(line -> out.println(line.strip()), PLAIN_WIDTH);
  }

  private static ProgressBarConsumer rewriting(PrintStream out, int width) {
    return new ProgressBarConsumer() {
      @Override
      public int getMaxRenderedLength() {
        return width - 1;
      }

      @Override
      public void accept(String line) {
        out.print("\r" + line);
        out.flush();
      }

      @Override
      public void close() {
        out.println();
      }
    };
  }
}
