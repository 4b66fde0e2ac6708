package io.streamsight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns of text, each as wide as its widest cell, two spaces apart. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(Object... heads) {
    row(heads);
  }

  /** Adds a row; null is shown as a dash, the rest as {@link Printable} has it. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "-" : Printable.text(cell.toString()));
    }
    rows.add(row);
    return this;
  }

  /** A number as a cell; null for null. */
  public static String number(String format, Number value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString().stripTrailing();
  }
}
