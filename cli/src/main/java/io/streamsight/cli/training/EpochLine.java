package io.streamsight.cli.training;

import io.streamsight.cli.Seconds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An epoch on one line, as Keras shows it: bar, speed, time left, loss and accuracy. On a narrow
 * terminal the bar shrinks, then what matters least is left out.
 */
final class EpochLine {
  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 8;
  private static final int BRACKETS = 2;
  private static final String GAP = "  ";

  /** With a rank: the highest is left out first. */
  private record Part(int rank, String text) {}

  private final List<Part> parts = new ArrayList<>();

  private EpochLine() {}

  /**
   * An epoch that is running.
   *
   * @param width columns of the terminal; 0 for no limit
   */
  static String live(RunStatus run, int width) {
    var line = new EpochLine();
    line.add(0, "Epoch %d/%d", run.epoch(), run.epochs());
    line.add(3, "%d/%d", run.step(), run.steps());
    line.add(4, "%.0f images/s", run.imagesPerSecond());
    if (run.secondsLeft() != null) {
      line.add(2, "%s left", Seconds.text(run.secondsLeft()));
    }
    line.add(1, "loss %.3f", run.loss());
    line.add(1, "accuracy %.3f", run.accuracy());
    return line.withBar(run.step() / (double) Math.max(1, run.steps()), width);
  }

  /** A finished epoch. */
  static String finished(EpochResult epoch, int width) {
    var line = new EpochLine();
    if (epoch.epochs() == null) {
      line.add(0, "Epoch %d", epoch.epoch());
    } else {
      line.add(0, "Epoch %d/%d", epoch.epoch(), epoch.epochs());
    }
    line.add(4, "%.0f images/s", epoch.imagesPerSecond());
    line.add(1, "loss %.3f", epoch.loss());
    line.add(1, "accuracy %.3f", epoch.accuracy());
    line.add(1, "val_loss %.3f", epoch.validationLoss());
    line.add(1, "val_accuracy %.3f", epoch.validationAccuracy());
    return line.within(width);
  }

  /** Nothing is added for a value that isn't known. */
  private void add(int rank, String format, Object... values) {
    if (values[0] != null) {
      parts.add(new Part(rank, String.format(Locale.ROOT, format, values)));
    }
  }

  private String withBar(double share, int width) {
    String plain = within(width);
    int room = width == 0 ? LONGEST_BAR : width - 1 - plain.length() - GAP.length() - BRACKETS;
    int length = Math.min(LONGEST_BAR, room);
    if (length < SHORTEST_BAR) {
      return plain;
    }
    int full = (int) (Math.min(1, share) * length);
    parts.add(1, new Part(0, "[" + "=".repeat(full) + " ".repeat(length - full) + "]"));
    return within(width);
  }

  private String within(int width) {
    List<Part> shown = new ArrayList<>(parts);
    for (int rank = 4; rank > 1 && width > 0 && text(shown).length() >= width; rank--) {
      int out = rank;
      shown.removeIf(part -> part.rank() == out);
    }
    return text(shown);
  }

  private static String text(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining(GAP));
  }
}
