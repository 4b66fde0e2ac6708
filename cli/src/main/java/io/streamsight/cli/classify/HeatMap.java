package io.streamsight.cli.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where in the picture the evidence for its label is, as text: the darker, the more. */
final class HeatMap {
  private static final String SHADES = " .:-=+*#%@";

  private HeatMap() {}

  /**
   * A caption, then a line for each row, two characters a cell: about as wide as high on a screen.
   *
   * @param cells by row: what each adds to the score; what speaks against the label is blank
   */
  static List<String> of(String label, double[][] cells) {
    double most = Arrays.stream(cells).flatMapToDouble(Arrays::stream).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(
        most > 0
            ? String.format(Locale.ROOT, "evidence for %s, %.2f where it is most", label, most)
            : "no part speaks for " + label);
    for (double[] row : cells) {
      var line = new StringBuilder("|");
      for (double cell : row) {
        int shade = cell <= 0 ? 0 : (int) Math.ceil(cell / most * (SHADES.length() - 1));
        line.append(SHADES.charAt(shade)).append(SHADES.charAt(shade));
      }
      lines.add(line.append('|').toString());
    }
    return lines;
  }
}
