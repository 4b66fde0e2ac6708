package io.streamsight.inference.classify;

import io.streamsight.inference.model.MapSize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A map as it stands in an answer: by label, rows of numbers. */
final class ActivationMap {
  /** More would not fit into a record of 1 MiB. */
  static final int MAX_CELLS = 65_536;

  /** Half the bytes of all digits, and far finer than any picture of it. */
  private static final MathContext PRECISION = new MathContext(4);

  private ActivationMap() {}

  static boolean fits(int classes, MapSize size) {
    return (long) classes * size.cells() <= MAX_CELLS;
  }

  /**
   * @param map {@code [labels, h, w]}
   */
  static Map<String, List<List<Float>>> of(List<String> labels, MapSize size, float[] map) {
    Map<String, List<List<Float>>> byLabel = new LinkedHashMap<>();
    int next = 0;
    for (String label : labels) {
      List<List<Float>> rows = new ArrayList<>(size.height());
      for (int y = 0; y < size.height(); y++) {
        List<Float> row = new ArrayList<>(size.width());
        for (int x = 0; x < size.width(); x++) {
          row.add(rounded(map[next++]));
        }
        rows.add(row);
      }
      byLabel.put(label, rows);
    }
    return byLabel;
  }

  static float rounded(float value) {
    return Float.isFinite(value) ? new BigDecimal(value).round(PRECISION).floatValue() : value;
  }
}
