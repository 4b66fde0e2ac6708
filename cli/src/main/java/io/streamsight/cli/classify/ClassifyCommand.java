package io.streamsight.cli.classify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.LiveLine;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Progress;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.Table;
import io.streamsight.contract.event.Json;
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
    List<Outcome> outcomes = new ArrayList<>();
    List<Path> files = ImageFiles.of(paths, outcomes::add);
    if (files.isEmpty() && outcomes.isEmpty()) {
      throw new CommandFailedException("There is no file named *.jpg, *.jpeg or *.png.");
    }
    boolean mapped = map && (output.json() || files.size() <= MAX_MAPS);
    if (map && !mapped) {
      System.err.printf("streamsight: %d files: maps are not shown%n", files.size());
    }
    var client = new ClassifyClient(services.inference(), model, mapped);
    var run = new ClassifyRun(client, Runtime.getRuntime().availableProcessors());
    long began = System.nanoTime();
    outcomes.addAll(classify(run, files));
    var summary = ClassifySummary.of(outcomes, (System.nanoTime() - began) / 1e9);
    if (output.json()) {
      output.print(document(outcomes, summary));
    } else {
      show(outcomes);
      if (!outcomes.isEmpty()) {
        System.out.println(summary.text());
      }
    }
    if (run.stopped().isPresent()) {
      throw run.stopped().get();
    }
    return summary.failures() == 0 ? 0 : 1;
  }

  private static List<Outcome> classify(ClassifyRun run, List<Path> files)
      throws InterruptedException {
    if (LiveLine.terminalWidth() == 0 || files.size() == 1) {
      return run.classify(files, () -> {});
    }
    try (var progress = new Progress("Classify", files.size(), "images", System.err)) {
      return run.classify(files, progress::step);
    }
  }

  /** The answers in order, each map below its file; what failed on standard error. */
  private static void show(List<Outcome> outcomes) {
    var table = new Table("file", "label", "score", "model", "ms");
    List<Answer> answers = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Answered answered) {
        Answer answer = answered.answer();
        answers.add(answer);
        table.row(
            answered.file(),
            answer.label(),
            Table.number("%.4f", answer.score()),
            answer.servedBy(),
            Table.number("%.1f", answer.workMs()));
      } else if (outcome instanceof Outcome.Failed failed) {
        System.err.printf(
            "streamsight: %s: %s%n",
            Printable.text(failed.file().toString()), Printable.text(failed.message()));
      }
    }
    if (answers.isEmpty()) {
      return;
    }
    List<String> lines = table.toString().lines().toList();
    System.out.println(lines.get(0));
    for (int i = 0; i < answers.size(); i++) {
      System.out.println(lines.get(i + 1));
      showMap(answers.get(i));
    }
    System.out.println();
  }

  private static void showMap(Answer answer) {
    if (answer.activationMap() != null && answer.activationMap().containsKey(answer.label())) {
      HeatMap.of(Printable.text(answer.label()), answer.activationMap().get(answer.label()))
          .forEach(line -> System.out.println("    " + line));
    }
  }

  private static ObjectNode document(List<Outcome> outcomes, ClassifySummary summary) {
    ObjectNode document = Json.MAPPER.valueToTree(summary);
    var files = document.putArray("files");
    for (Outcome outcome : outcomes) {
      ObjectNode file = files.addObject().put("file", outcome.file().toString());
      if (outcome instanceof Outcome.Answered answered) {
        file.setAll((ObjectNode) answered.json());
      } else if (outcome instanceof Outcome.Failed failed) {
        file.put("reason", failed.reason()).put("message", failed.message());
      }
    }
    return document;
  }
}
