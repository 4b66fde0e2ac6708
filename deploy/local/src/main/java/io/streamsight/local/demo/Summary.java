package io.streamsight.local.demo;

import io.streamsight.cli.Table;
import io.streamsight.local.LocalSettings;
import java.util.Locale;

/** The last screen of a demo. */
final class Summary {
  private Summary() {}

  static Table table(DemoReport r) {
    return new Table("What happened", "")
        .row("images published", r.published() + (r.refused() > 0 ? refused(r) : ""))
        .row(
            "train / validation / test",
            "%d / %d / %d".formatted(r.trainImages(), r.validationImages(), r.testImages()))
        .row("epochs", text("%d in %.0f s", r.epochs(), r.trainSeconds()))
        .row("net", text("mini-xception at %d px", r.imageSize()) + parameters(r))
        .row("validation accuracy", percent(r.validationAccuracy()) + ", by ONNX Runtime")
        .row("test accuracy", percent(r.testAccuracy()) + ", by ONNX Runtime")
        .row("parity with the training engine", number("%.1e", r.parityMaxAbsDiff()))
        .row("model version", r.model() + " v" + r.modelVersion() + swap(r))
        .row("images streamed", r.requested() + ", one of them broken")
        .row("classified", r.classified() + repeats(r))
        .row("dead-lettered", r.deadLettered() + reason(r))
        .row("accuracy on the stream", percent(r.streamAccuracy()))
        .row(
            "throughput",
            text("%.0f images/s, %d sent at once", r.imagesPerSecond(), StreamRun.BACKLOG))
        .row(
            "latency p50 / p99",
            text(
                "%.1f / %.1f ms, request to answer at 20 images/s",
                r.latencyP50Ms(), r.latencyP99Ms()))
        .row("publish to last answer", text("%.0f s", r.totalSeconds()));
  }

  static String next(LocalSettings settings) {
    return """
        The system stays up until Ctrl-C. Look around:
          ./streamsight status
          ./streamsight models --trainer-url %2$s
          ./streamsight classify cat.jpg --inference-url %3$s
          curl %3$s/q/metrics
          kcat -b %1$s -t classifications -C -o end
          logs: %4$s"""
        .formatted(
            settings.bootstrapServers(),
            settings.urls().trainer(),
            settings.urls().inference(),
            settings.logs());
  }

  private static String refused(DemoReport r) {
    return ", %d refused as unusable".formatted(r.refused());
  }

  private static String parameters(DemoReport r) {
    return r.parameters() == null ? "" : text(", %,d parameters", r.parameters());
  }

  private static String swap(DemoReport r) {
    return r.swapWithoutRestart() ? ", taken without a restart" : "";
  }

  private static String repeats(DemoReport r) {
    return r.duplicates() == 0 ? ", each once" : ", %d repeats".formatted(r.duplicates());
  }

  private static String reason(DemoReport r) {
    return r.deadLetterReason() == null ? "" : ": " + r.deadLetterReason();
  }

  private static String percent(Double share) {
    return share == null ? "-" : text("%.1f %%", share * 100);
  }

  private static String number(String format, Double value) {
    return value == null ? "-" : text(format, value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
