package io.streamsight.benchmark;

import java.util.List;

/** The value that a share of all is within: nearest rank. */
final class Percentile {
  private Percentile() {}

  /**
   * @param share above 0, at most 1
   */
  static double of(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
