package io.streamsight.cli;

import java.io.PrintStream;
import java.util.List;

/** Some lines that are rewritten in place on a terminal. */
public final class LiveBlock {
  private static final String UP = "\033[%dA";
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String CLEAR_BELOW = "\r\033[J";

  private final PrintStream out;
  private final int width;
  private int shown;

  /**
   * @param width columns of the terminal
   */
  public LiveBlock(PrintStream out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Puts the lines in the place of those shown last; each is cut to the terminal's width. */
  public void show(List<String> lines) {
    var text = new StringBuilder(toFirst());
    for (String line : lines) {
      text.append(CLEAR_LINE).append(line, 0, Math.min(line.length(), width - 1)).append('\n');
    }
    text.append(CLEAR_BELOW);
    out.print(text);
    out.flush();
    shown = lines.size();
  }

  /** Shows a line that stays, above those that are shown next. */
  public void keep(String line) {
    out.print(toFirst() + CLEAR_BELOW + line + System.lineSeparator());
    out.flush();
    shown = 0;
  }

  private String toFirst() {
    return shown == 0 ? "" : UP.formatted(shown);
  }
}
