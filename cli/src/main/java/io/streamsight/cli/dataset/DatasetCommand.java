package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.Bytes;
import io.streamsight.cli.Facts;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.SplitTable;
import io.streamsight.cli.Table;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.Offsets;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dataset",
    description = "Show data sets: images by split and label, and what is amiss.",
    mixinStandardHelpOptions = true)
public final class DatasetCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One data set; otherwise all.")
  private String name;

  @Option(
      names = "--findings",
      paramLabel = "KIND",
      description =
          "List what is behind a number: duplicates, duplicates-across-splits, conflicting-labels, missing, refused, misplaced, withdrawn or unassigned.")
  private String findings;

  @Option(
      names = "--index-offsets",
      paramLabel = "JSON",
      description =
          "As of these offsets of image-index, '{\"0\":17,\"1\":4}': as --json prints them. With --splits-offsets.")
  private String indexOffsets;

  @Option(
      names = "--splits-offsets",
      paramLabel = "JSON",
      description = "As of these offsets of image-splits. With --index-offsets.")
  private String splitsOffsets;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    checkUsage();
    HttpService ingest = services.ingest();
    if (findings != null) {
      new FindingsList(ingest, name, findings, indexOffsets, splitsOffsets).print(output);
      return 0;
    }
    JsonNode answer = ingest.get(query(), JsonNode.class);
    if (output.json()) {
      output.print(answer);
    } else if (name == null) {
      show(Json.MAPPER.convertValue(answer, DatasetReport[].class));
    } else {
      show(Json.MAPPER.convertValue(answer, DatasetReport.class));
    }
    return 0;
  }

  private Query query() {
    return name == null
        ? Query.of("datasets")
        : Query.of("datasets", name)
            .with("indexOffsets", indexOffsets)
            .with("splitsOffsets", splitsOffsets);
  }

  private static void show(DatasetReport[] datasets) {
    if (datasets.length == 0) {
      System.out.println("There is no data set yet: ./streamsight import makes one.");
      return;
    }
    var table =
        new Table(
            "data set", "images", "train", "validation", "test", "labels", "missing", "refused");
    for (DatasetReport dataset : datasets) {
      table.row(
          dataset.dataset(),
          dataset.images(),
          dataset.images("train"),
          dataset.images("validation"),
          dataset.images("test"),
          dataset.labels(),
          dataset.missing(),
          dataset.refused());
    }
    System.out.println(table);
  }

  private void show(DatasetReport dataset) {
    System.out.println(SplitTable.of(dataset.splits()));
    System.out.println();
    var facts = new Facts();
    facts.add("images", dataset.images());
    facts.add("bytes", dataset.bytes() == null ? null : Bytes.text(dataset.bytes()));
    facts.add("width", dataset.width());
    facts.add("height", dataset.height());
    if (dataset.formats() != null) {
      new TreeMap<>(dataset.formats()).forEach(facts::add);
    }
    facts.add("missing", dataset.missing());
    facts.add("refused", dataset.refused());
    facts.add("duplicates", dataset.duplicates());
    facts.add("duplicates across splits", dataset.duplicatesAcrossSplits());
    facts.add("conflicting labels", dataset.conflictingLabels());
    facts.add("misplaced", dataset.misplaced());
    facts.add("withdrawn", dataset.withdrawn());
    facts.add("unassigned", dataset.unassigned());
    facts.add("digest", dataset.digest());
    System.out.println(facts);
    if (dataset.missing() > 0) {
      System.out.println(
          "What is missing was never published, or the indexer has not come to it yet.");
    }
    if (dataset.hasFindings()) {
      System.out.printf(
          "List them with ./streamsight dataset %s --findings KIND%n", dataset.dataset());
    }
  }

  private void checkUsage() {
    if (name == null && (findings != null || indexOffsets != null || splitsOffsets != null)) {
      throw misused("--findings and the offsets need the NAME of a data set");
    }
    if ((indexOffsets == null) != (splitsOffsets == null)) {
      throw misused("--index-offsets and --splits-offsets come together");
    }
    requireOffsets("--index-offsets", indexOffsets);
    requireOffsets("--splits-offsets", splitsOffsets);
  }

  private void requireOffsets(String option, String json) {
    try {
      if (json != null) {
        Json.read(json.getBytes(StandardCharsets.UTF_8), Offsets.class);
      }
    } catch (StreamsightException e) {
      throw misused("%s %s is not JSON of the form {\"PARTITION\":OFFSET}".formatted(option, json));
    }
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
