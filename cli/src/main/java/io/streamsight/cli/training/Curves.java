package io.streamsight.cli.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A measure epoch by epoch, on the training and on the validation images.
 *
 * @param name accuracy or loss
 * @param training in the order of epochs
 * @param validation likewise; one of the two may be empty
 */
record Curves(String name, List<Point> training, List<Point> validation) {

  /**
   * @param epoch from 1
   * @param value finite
   */
  record Point(int epoch, double value) {}

  static Curves accuracy(List<EpochResult> epochs) {
    return new Curves(
        "accuracy",
        points(epochs, EpochResult::accuracy),
        points(epochs, EpochResult::validationAccuracy));
  }

  static Curves loss(List<EpochResult> epochs) {
    return new Curves(
        "loss", points(epochs, EpochResult::loss), points(epochs, EpochResult::validationLoss));
  }

  private static List<Point> points(
      List<EpochResult> epochs, Function<EpochResult, Double> measure) {
    List<Point> points = new ArrayList<>();
    for (EpochResult epoch : epochs) {
      Double value = measure.apply(epoch);
      if (value != null && Double.isFinite(value)) {
        points.add(new Point(epoch.epoch(), value));
      }
    }
    return List.copyOf(points);
  }

  boolean isEmpty() {
    return training.isEmpty() && validation.isEmpty();
  }

  int firstEpoch() {
    return points().mapToInt(Point::epoch).min().orElseThrow();
  }

  int lastEpoch() {
    return points().mapToInt(Point::epoch).max().orElseThrow();
  }

  /**
   * The scale of the values.
   *
   * @param intervals between ticks, about
   */
  Axis axis(int intervals) {
    return Axis.around(
        points().mapToDouble(Point::value).min().orElseThrow(),
        points().mapToDouble(Point::value).max().orElseThrow(),
        intervals);
  }

  /** The scale of the epochs: ticks at whole ones. */
  Axis epochAxis(int intervals) {
    Axis axis = Axis.around(firstEpoch(), lastEpoch(), intervals);
    return axis.step() < 1
        ? new Axis(firstEpoch(), Math.max(lastEpoch(), firstEpoch() + 1L), 1)
        : axis;
  }

  private Stream<Point> points() {
    return Stream.concat(training.stream(), validation.stream());
  }
}
