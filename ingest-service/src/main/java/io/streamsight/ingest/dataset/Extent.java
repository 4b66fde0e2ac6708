package io.streamsight.ingest.dataset;

import java.util.stream.IntStream;

/** How a measure of many images spreads; the median of an even number is the lower of the two. */
public record Extent(int min, int median, int max) {
  /**
   * @return null for no values
   */
  static Extent of(IntStream values) {
    int[] sorted = values.sorted().toArray();
    return sorted.length == 0
        ? null
        : new Extent(sorted[0], sorted[(sorted.length - 1) / 2], sorted[sorted.length - 1]);
  }
}
