package io.streamsight.cli;

import static io.streamsight.cli.Table.number;

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
final class ModelsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One model; otherwise all.")
  private String name;

  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    var client = services.client();
    List<ModelSummary> models = name == null ? client.models() : List.of(client.model(name));
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
            aliases(model.aliases(), version.version()),
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
    return 0;
  }

  private static String aliases(Map<String, Integer> aliases, int version) {
    String names =
        aliases.entrySet().stream()
            .filter(alias -> alias.getValue() == version)
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(","));
    return names.isEmpty() ? null : names;
  }
}
