package io.streamsight.cli.training;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A linear scale whose ends and ticks are round numbers: multiples of 1, 2 or 5 times a power of
 * ten.
 *
 * @param first tick, as a multiple of the step
 * @param last tick, likewise
 * @param step between ticks, above 0
 */
record Axis(long first, long last, double step) {
  private static final double[] ROUND = {1, 2, 5, 10};

  /**
   * Holds all values.
   *
   * @param intervals between ticks, at most, give or take the round ends; from 1
   */
  static Axis around(double min, double max, int intervals) {
    double span = max > min ? max - min : Math.max(Math.abs(max), 1) * 0.1;
    double power = Math.pow(10, Math.floor(Math.log10(span / intervals)));
    double step = power;
    for (double round : ROUND) {
      step = round * power;
      if (step * intervals >= span * (1 - 1e-9)) {
        break;
      }
    }
    long first = (long) Math.floor(min / step + 1e-9);
    long last = (long) Math.ceil(max / step - 1e-9);
    return new Axis(first, Math.max(last, first + 1), step);
  }

  double min() {
    return first * step;
  }

  double max() {
    return last * step;
  }

  List<Double> ticks() {
    return IntStream.rangeClosed(0, (int) (last - first))
        .mapToObj(tick -> (first + tick) * step)
        .toList();
  }

  /** Where a value lies: 0 at the lower end, 1 at the upper one. */
  double share(double value) {
    return (value - min()) / (max() - min());
  }

  /** With as many decimals as the step has. */
  String text(double value) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
