package io.streamsight.cli.training;

import io.streamsight.cli.training.Curves.Point;
import java.util.Arrays;
import java.util.List;

/** Curves drawn with characters that every terminal and log has. */
final class TextChart {
  private static final int ROWS = 13;
  private static final int TICKS = 4;
  private static final int COLUMNS_PER_EPOCH = 6;
  private static final int MOST_COLUMNS = 100;
  private static final int LEAST_COLUMNS = 20;

  private static final char TRAINING = '+';
  private static final char VALIDATION = 'o';
  private static final char BOTH = '*';

  private final Curves curves;
  private final Axis axis;
  private final int first;
  private final int last;
  private final char[][] cells;

  private TextChart(Curves curves, int columns) {
    this.curves = curves;
    this.axis = curves.axis(TICKS);
    this.first = curves.firstEpoch();
    this.last = curves.lastEpoch();
    this.cells = new char[ROWS][columns];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    draw(curves.training(), TRAINING);
    draw(curves.validation(), VALIDATION);
  }

  /**
   * @param curves not empty
   * @param width columns of the terminal; 0 if there is none
   * @return lines; the last one without a line break
   */
  static String of(Curves curves, int width) {
    int epochs = curves.lastEpoch() - curves.firstEpoch() + 1;
    int labels = labelWidth(curves.axis(TICKS)) + 3;
    int room = Math.min(MOST_COLUMNS, (width == 0 ? 80 : width) - 1 - labels);
    int columns = Math.max(LEAST_COLUMNS, Math.min(room, epochs * COLUMNS_PER_EPOCH));
    return new TextChart(curves, columns).text();
  }

  private void draw(List<Point> points, char mark) {
    for (Point point : points) {
      int row = row(point.value());
      int column = column(point.epoch());
      char there = cells[row][column];
      cells[row][column] = there == ' ' || there == mark ? mark : BOTH;
    }
  }

  /** From the top. */
  private int row(double value) {
    return ROWS - 1 - (int) Math.round(axis.share(value) * (ROWS - 1));
  }

  private int column(int epoch) {
    return last == first
        ? 0
        : (int) Math.round((epoch - first) / (double) (last - first) * (cells[0].length - 1));
  }

  private String text() {
    int labels = labelWidth(axis);
    var text = new StringBuilder();
    text.append(curves.name()).append("  %s training".formatted(TRAINING));
    if (!curves.validation().isEmpty()) {
      text.append(", %s validation, %s both".formatted(VALIDATION, BOTH));
    }
    text.append(System.lineSeparator());
    for (int row = 0; row < ROWS; row++) {
      text.append(
          ("%" + labels + "s |%s").formatted(label(row), new String(cells[row])).stripTrailing());
      text.append(System.lineSeparator());
    }
    String from = "epoch " + first;
    String to = last == first ? "" : Integer.toString(last);
    int gap = Math.max(1, cells[0].length - from.length() - to.length());
    text.append(" ".repeat(labels + 2)).append(from);
    if (!to.isEmpty()) {
      text.append(" ".repeat(gap)).append(to);
    }
    return text.toString();
  }

  /** The value of the tick that falls into a row; empty if there is none. */
  private String label(int row) {
    return axis.ticks().stream()
        .filter(tick -> row(tick) == row)
        .findFirst()
        .map(axis::text)
        .orElse("");
  }

  private static int labelWidth(Axis axis) {
    return axis.ticks().stream().mapToInt(tick -> axis.text(tick).length()).max().orElse(0);
  }
}
