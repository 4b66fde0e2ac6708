package io.streamsight.cli;

import java.io.PrintStream;

/**
 * A line that is rewritten on a terminal, and simply the next one elsewhere.
 *
 * <p>{@code STREAMSIGHT_COLUMNS} says how wide the terminal is; without it there is none.
 */
public final class LiveLine {
  private final PrintStream out;
  private final int width;
  private boolean open;

  public LiveLine(PrintStream out) {
    this(out, terminalWidth());
  }

  /**
   * @param width columns of the terminal; 0 if there is none
   */
  public LiveLine(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Columns of the terminal; 0 if the output is none. */
  public static int terminalWidth() {
    String columns = System.getenv("STREAMSIGHT_COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 0;
  }

  /** Columns of the terminal; 0 if there is none. */
  public int width() {
    return width;
  }

  public boolean onTerminal() {
    return width > 0;
  }

  /** Puts the text in the place of what was shown last; cut to the terminal's width. */
  public void show(String text) {
    if (width == 0) {
      out.println(text);
      return;
    }
    String cut = text.substring(0, Math.min(text.length(), width - 1));
    out.print("\r" + cut + " ".repeat(width - 1 - cut.length()));
    out.flush();
    open = true;
  }

  /** What was shown last stays: the next text has a line of its own. */
  public void keep() {
    if (open) {
      out.println();
      open = false;
    }
  }

  /** Shows a text that stays. */
  public void keep(String text) {
    show(text);
    keep();
  }
}
