package io.streamsight.cli.classify;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.LiveLine;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Progress;
import io.streamsight.cli.ServiceOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "classify",
    description = "Classify image files with the model that is served right now.",
    footer = "%nExit code 1 if any file could not be classified.",
    mixinStandardHelpOptions = true)
public final class ClassifyCommand implements Callable<Integer> {
  /** Of more than these nobody looks at the maps. */
  private static final int MAX_MAPS = 8;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "JPEG or PNG files, and folders of them.")
  private List<Path> paths;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which model. Default: the service's own, or the only one")
  private String model;

  @Option(
      names = "--map",
      description =
          "Show where in the picture the evidence is; as text for " + MAX_MAPS + " files at most.")
  private boolean map;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    List<Outcome> unreadable = new ArrayList<>();
    List<Path> files = ImageFiles.of(paths, unreadable::add);
    if (files.isEmpty() && unreadable.isEmpty()) {
      throw new CommandFailedException("There is no file named *.jpg, *.jpeg or *.png.");
    }
    boolean mapped = map && (output.json() || files.size() <= MAX_MAPS);
    if (map && !mapped) {
      System.err.printf("streamsight: %d files: maps are not shown%n", files.size());
    }
    var client = new ClassifyClient(services.inference(), model, mapped);
    var run = new ClassifyRun(client, Runtime.getRuntime().availableProcessors());
    var report = output.json() ? new JsonReport(System.out) : new TableReport();
    unreadable.forEach(report::add);
    classify(run, files, report);
    ClassifySummary summary = report.end();
    if (run.stopped().isPresent()) {
      throw run.stopped().get();
    }
    return summary.failures() == 0 ? 0 : 1;
  }

  private void classify(ClassifyRun run, List<Path> files, ClassifyReport report)
      throws InterruptedException {
    if (output.json() || LiveLine.terminalWidth() == 0 || files.size() == 1) {
      run.classify(files, () -> {}, report::add);
      return;
    }
    try (var progress = new Progress("Classify", files.size(), "images", System.err)) {
      run.classify(files, progress::step, report::add);
    }
  }
}
