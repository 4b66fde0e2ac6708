package io.streamsight.cli.classify;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a run went.
 *
 * @param images that were classified
 * @param failed files by reason
 */
record ClassifySummary(long images, double imagesPerSecond, Map<String, Long> failed) {
  long failures() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }

  String text() {
    String text =
        String.format(
            Locale.ROOT,
            "%d %s, %.1f images/s",
            images,
            images == 1 ? "image" : "images",
            imagesPerSecond);
    return failed.isEmpty()
        ? text
        : failed.entrySet().stream()
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining(", ", text + "; %d failed: ".formatted(failures()), ""));
  }
}
