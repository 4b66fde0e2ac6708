package io.streamsight.trainer.training;

/** What the loss compares the net's scores with. */
final class Targets {
  private Targets() {}

  /**
   * @param labels {@code [n]}
   * @param shares {@code [n]}, of the picture's own label; the rest is that of picture n - 1 - i
   * @param units 1 for two classes (the target is class 1's), else one a class
   * @param smoothing share of each target that is spread evenly over the classes
   * @return {@code [n * units]}
   */
  static float[] of(int[] labels, float[] shares, int units, double smoothing) {
    int n = labels.length;
    float[] targets = new float[n * units];
    for (int i = 0; i < n; i++) {
      add(targets, i * units, units, labels[i], shares[i]);
      add(targets, i * units, units, labels[n - 1 - i], 1 - shares[i]);
    }
    float even = (float) (smoothing / Math.max(units, 2));
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) (targets[i] * (1 - smoothing)) + even;
    }
    return targets;
  }

  private static void add(float[] targets, int at, int units, int label, float share) {
    if (units == 1) {
      targets[at] += share * label;
    } else {
      targets[at + label] += share;
    }
  }
}
