package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.contract.dataset.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "relabel",
    description = "Give images of a data set another label, or move them to another split.",
    footer = {
      "%nOne that was withdrawn comes back where both --label and --split are given.",
      "Exit code 1 if any image could not be changed, the others are; 2 on wrong usage."
    },
    mixinStandardHelpOptions = true)
public final class RelabelCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DATASET", description = "The data set.")
  private String dataset;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "Image ids.")
  private List<String> imageIds;

  @Option(names = "--label", paramLabel = "L", description = "The new label. Default: as it is")
  private String label;

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "train, validation or test. Default: as it is")
  private String split;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> change = change();
    HttpService ingest = services.ingest();
    return new Corrections(output)
        .apply(
            imageIds,
            id ->
                ingest.send(
                    "PATCH", Query.of("datasets", dataset, "images", id), change, JsonNode.class),
            answer ->
                answer.path("split").asText(split == null ? "" : split)
                    + "/"
                    + answer.path("label").asText(label == null ? "" : label));
  }

  private Map<String, Object> change() {
    Map<String, Object> change = new LinkedHashMap<>();
    if (label == null && split == null) {
      throw new ParameterException(spec.commandLine(), "Give --label, --split or both");
    }
    if (split != null) {
      try {
        change.put("split", Split.of(split));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
      }
    }
    if (label != null) {
      change.put("label", label);
    }
    return change;
  }
}
