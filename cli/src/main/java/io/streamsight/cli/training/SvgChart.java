package io.streamsight.cli.training;

import io.streamsight.cli.Printable;
import io.streamsight.cli.training.Curves.Point;
import java.util.List;
import java.util.Locale;

/**
 * Accuracy and loss side by side as an SVG document. Written by hand, since Java's own graphics
 * need fonts that servers lack; the reader of the picture has them.
 */
final class SvgChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 400;
  private static final int PLOT_WIDTH = 380;
  private static final int PLOT_HEIGHT = 270;
  private static final int TOP = 70;
  private static final int[] LEFT = {70, 550};
  private static final int TICKS = 5;
  private static final int MOST_DOTS = 40;

  /** Told apart by the colour-blind, too. */
  private static final String TRAINING = "#4477aa";

  private static final String VALIDATION = "#cc6677";

  private final StringBuilder svg = new StringBuilder();

  private SvgChart() {}

  /**
   * @param title whose curves these are
   * @param epochs at least one, with a value
   */
  static String of(String title, List<EpochResult> epochs) {
    var chart = new SvgChart();
    chart.begin(title);
    int panel = 0;
    for (Curves curves : List.of(Curves.accuracy(epochs), Curves.loss(epochs))) {
      if (!curves.isEmpty()) {
        chart.panel(curves, LEFT[panel]);
      }
      panel++;
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void begin(String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>%s</title>", escape(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    add("<text x=\"%d\" y=\"28\" font-size=\"16\">%s</text>", LEFT[0], escape(title));
  }

  private void panel(Curves curves, int left) {
    Axis values = curves.axis(TICKS);
    Axis epochs = curves.epochAxis(TICKS);
    add("<g transform=\"translate(%d %d)\">", left, TOP);
    legend(curves);
    for (double tick : values.ticks()) {
      double y = y(values, tick);
      add("<path d=\"M0 %.1fH%d\" stroke=\"#dddddd\"/>", y, PLOT_WIDTH);
      add("<text x=\"-8\" y=\"%.1f\" text-anchor=\"end\">%s</text>", y + 4.5, values.text(tick));
    }
    for (double tick : epochs.ticks()) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(epochs, tick), PLOT_HEIGHT + 20, epochs.text(tick));
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">epoch</text>",
        PLOT_WIDTH / 2, PLOT_HEIGHT + 42);
    add("<path d=\"M0 0V%dH%d\" fill=\"none\" stroke=\"#222222\"/>", PLOT_HEIGHT, PLOT_WIDTH);
    line(curves.training(), epochs, values, TRAINING);
    line(curves.validation(), epochs, values, VALIDATION);
    add("</g>");
  }

  private void legend(Curves curves) {
    add("<text y=\"-12\" font-weight=\"bold\">%s</text>", curves.name());
    legend("training", 120, TRAINING);
    if (!curves.validation().isEmpty()) {
      legend("validation", 220, VALIDATION);
    }
  }

  private void legend(String name, int x, String colour) {
    add("<path d=\"M%d -16h18\" stroke=\"%s\" stroke-width=\"3\"/>", x, colour);
    add("<text x=\"%d\" y=\"-12\">%s</text>", x + 24, name);
  }

  private void line(List<Point> points, Axis epochs, Axis values, String colour) {
    var line = new StringBuilder();
    for (Point point : points) {
      line.append(line.isEmpty() ? "" : " ")
          .append(format("%.1f,%.1f", x(epochs, point.epoch()), y(values, point.value())));
    }
    if (points.size() > 1) {
      add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", line, colour);
    }
    if (points.size() <= MOST_DOTS) {
      for (Point point : points) {
        add(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>",
            x(epochs, point.epoch()), y(values, point.value()), colour);
      }
    }
  }

  private static double x(Axis epochs, double epoch) {
    return epochs.share(epoch) * PLOT_WIDTH;
  }

  private static double y(Axis values, double value) {
    return (1 - values.share(value)) * PLOT_HEIGHT;
  }

  private void add(String format, Object... values) {
    svg.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escape(String text) {
    return Printable.text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
