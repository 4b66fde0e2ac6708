package io.streamsight.cli.training;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where the picture of the curves goes. Looked at before a run that takes hours, too. */
record CurvesFile(Path path) {
  /**
   * @throws IllegalArgumentException when it can't be written, or is no SVG
   */
  CurvesFile {
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
      throw new IllegalArgumentException(
          "--curves %s: curves are drawn as SVG, so FILE.svg is expected".formatted(path));
    }
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(path)) {
      throw new IllegalArgumentException("--curves %s can't be written".formatted(path));
    }
  }

  /** Null for null. */
  static CurvesFile of(Path path) {
    return path == null ? null : new CurvesFile(path);
  }

  /**
   * @throws CommandFailedException when no epoch has been finished, or the disk refuses
   */
  void write(RunStatus run, List<EpochResult> epochs) {
    if (Curves.accuracy(epochs).isEmpty() && Curves.loss(epochs).isEmpty()) {
      throw new CommandFailedException(
          "Run %s has no finished epoch, so there are no curves".formatted(run.runId()));
    }
    try {
      Files.writeString(path, SvgChart.of(title(run), epochs));
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be written (%s)".formatted(path, e), e);
    }
  }

  private static String title(RunStatus run) {
    var title = new StringBuilder("%s, run %s".formatted(run.model(), run.runId()));
    for (String name : List.of("architecture", "recipe")) {
      String value = run.requested(name);
      title.append(value == null ? "" : ", " + value);
    }
    String size = run.requested("imageSize");
    return title.append(size == null ? "" : ", " + size + " px").toString();
  }
}
