package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.Table;
import io.streamsight.contract.event.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "All that was ever decided about a model, oldest first: what, when, who, why.",
    mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The model.")
  private String model;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer = services.trainer().get(Query.of("models", model, "history"), JsonNode.class);
    if (output.json()) {
      output.print(answer);
      return 0;
    }
    var table = new Table("offset", "when", "what", "outcome", "by", "why");
    for (HistoryEntry entry : Json.MAPPER.convertValue(answer, HistoryEntry[].class)) {
      table.row(
          entry.offset(),
          entry.time(),
          entry.what(),
          entry.outcome(),
          Printable.cut(entry.by(), 40),
          entry.why());
    }
    System.out.println(table);
    return 0;
  }
}
