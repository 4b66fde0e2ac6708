package io.streamsight.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Images by split and label: train, validation, test, as one reads them. */
public final class SplitTable {
  private static final List<String> ORDER = List.of("train", "validation", "test");
  private static final Comparator<String> AS_READ =
      Comparator.comparingInt(
              (String split) -> ORDER.contains(split) ? ORDER.indexOf(split) : ORDER.size())
          .thenComparing(Comparator.naturalOrder());

  private SplitTable() {}

  public static Table of(Map<String, Map<String, Integer>> splits) {
    var table = new Table("split", "label", "images");
    var ordered = new TreeMap<String, Map<String, Integer>>(AS_READ);
    ordered.putAll(splits);
    ordered.forEach(
        (split, labels) ->
            new TreeMap<>(labels).forEach((label, images) -> table.row(split, label, images)));
    return table;
  }
}
