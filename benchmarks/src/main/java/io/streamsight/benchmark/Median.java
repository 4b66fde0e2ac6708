package io.streamsight.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of some numbers, or of the two in the middle. */
final class Median {
  private Median() {}

  static <T> double of(List<T> all, ToDoubleFunction<T> number) {
    double[] sorted = all.stream().mapToDouble(number).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
