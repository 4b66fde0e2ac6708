package io.streamsight.cli.model;

import static io.streamsight.cli.Table.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.ModelSummary;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.Table;
import io.streamsight.contract.event.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = "Show models, their versions and aliases.",
    mixinStandardHelpOptions = true)
public final class ModelsCommand implements Callable<Integer> {
  /** Characters of a line's end. */
  private static final int LONGEST = 160;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One model; otherwise all.")
  private String name;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    HttpService trainer = services.trainer();
    JsonNode answer =
        trainer.get(name == null ? Query.of("models") : Query.of("models", name), JsonNode.class);
    if (output.json()) {
      output.print(answer);
    } else if (answer.isEmpty()) {
      System.out.println("There is no model yet: a run of ./streamsight train makes one.");
    } else {
      print(
          Json.MAPPER.convertValue(
              answer.isArray() ? answer : List.of(answer), ModelSummary[].class));
    }
    return 0;
  }

  private static void print(ModelSummary[] models) {
    var table =
        new Table(
            "model",
            "version",
            "alias",
            "run",
            "net",
            "recipe",
            "size",
            "validation",
            "test",
            "parity",
            "train images");
    for (ModelSummary model : models) {
      for (ModelSummary.Version version : model.versions()) {
        table.row(
            model.name(),
            version.version(),
            aliases(model.aliases(), version),
            version.runId(),
            version.architecture(),
            version.recipe(),
            version.imageSize(),
            number("%.4f", version.metric("validationAccuracy")),
            number("%.4f", version.metric("testAccuracy")),
            number("%.1e", version.metric("parityMaxAbsDiff")),
            version.images("train"));
      }
    }
    System.out.println(table);
    for (ModelSummary model : models) {
      for (ModelSummary.Version version : model.versions()) {
        if (version.retirement() != null) {
          System.out.printf(
              "%s/%d retired %s%n",
              model.name(),
              version.version(),
              Printable.cut(Printable.text(version.retirement().toString()), LONGEST));
        }
      }
    }
  }

  private static String aliases(Map<String, Integer> aliases, ModelSummary.Version version) {
    if (version.retired()) {
      return "(retired)";
    }
    String names =
        aliases.entrySet().stream()
            .filter(alias -> alias.getValue() == version.version())
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(","));
    return names.isEmpty() ? null : names;
  }
}
