package io.streamsight.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.cli.CancelOnExit;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Ending;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.files.Unreadable;
import io.streamsight.contract.event.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description =
        "Publish a folder, an archive or an image, and give the images their place in a data set.",
    footer = {
      "",
      "Nothing is published twice: the same command again goes on where an import ended.",
      "Exit code 0 when all went well; 1 when the import failed or was cancelled, or when any file",
      "was refused or unreadable (the others are imported); 2 on wrong usage."
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "A folder, a .tar, .tar.gz or .zip, or one JPEG or PNG file.")
  private Path path;

  @Mixin private ImportOptions options;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    try {
      options.check();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    HttpService ingest = services.ingest();
    String id = UUID.randomUUID().toString();
    var run = new ImportRun(ingest, id, ImportSource.of(path));
    try (var onExit = new CancelOnExit(run::cancel)) {
      return tell(run, options.query(id), ingest);
    }
  }

  private int tell(ImportRun run, Query query, HttpService ingest) throws InterruptedException {
    try {
      ImportOutcome outcome = run.run(query, output.json() ? System.err : System.out);
      tell(outcome, run.unreadable(), new ImportClient(ingest));
      return 0;
    } catch (CommandFailedException e) {
      // Here, since after Ctrl-C the process ends as soon as the hook is closed.
      return Ending.of(e, spec.commandLine());
    }
  }

  private void tell(ImportOutcome outcome, List<Unreadable> unreadable, ImportClient client)
      throws InterruptedException {
    if (output.json()) {
      tellProgram(outcome, unreadable);
    } else if (outcome.status() != null) {
      new ImportSummary(client, System.out)
          .print(outcome.status(), options.layoutIsTold(), unreadable);
    }
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    long leftOut = outcome.status().refused() + unreadable.size();
    requireMatches(outcome.status(), leftOut);
    if (leftOut > 0) {
      throw new CommandFailedException(
          "%d of %d files were refused or unreadable."
              .formatted(leftOut, outcome.status().done() + unreadable.size()));
    }
    if (outcome.status().done() == outcome.status().ignored()) {
      throw new CommandFailedException(
          "%s holds no image: hidden files and what archivers add are ignored.".formatted(path));
    }
  }

  /**
   * One range without an image may be meant, for a part of the files; all of them can't. An image
   * that is kept where it was is told under no split, and one that was left out may have been
   * meant: they may have been in a range.
   */
  private void requireMatches(ImportStatus status, long leftOut) {
    List<String> unmatched =
        status.splits() == null || status.kept() > 0
            ? List.of()
            : options.unmatchedRanges(status.splits());
    if (unmatched.isEmpty()) {
      return;
    }
    String message =
        "No image%s has a number within %s."
            .formatted(
                leftOut > 0 ? " that could be imported" : "", String.join(" or ", unmatched));
    if (leftOut == 0 && status.splits().isEmpty()) {
      throw new CommandFailedException(message);
    }
    spec.commandLine().getErr().println("streamsight: " + message);
  }

  private void tellProgram(ImportOutcome outcome, List<Unreadable> unreadable) {
    if (outcome.json() instanceof ObjectNode document) {
      if (!unreadable.isEmpty()) {
        document.set("unreadable", Json.MAPPER.valueToTree(unreadable));
      }
      output.print(document);
    }
  }
}
