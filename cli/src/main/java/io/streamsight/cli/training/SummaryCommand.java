package io.streamsight.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.contract.event.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "summary",
    description = "Show a net layer by layer: output shapes, parameters, connections.",
    mixinStandardHelpOptions = true)
public final class SummaryCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ARCHITECTURE",
      description = "mini-xception, residual-convnet or baseline-convnet.")
  private String architecture;

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Height and width of the input. Default: the architecture's own")
  private Integer size;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "How many labels; two share one unit. Default: 2")
  private Integer classes;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Filters of the first block. Default: the architecture's own")
  private Integer width;

  @Option(names = "--blocks", paramLabel = "N", description = "Default: the architecture's own")
  private Integer blocks;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    Query query =
        Query.of("architectures", architecture)
            .with("size", size)
            .with("classes", classes)
            .with("width", width)
            .with("blocks", blocks);
    JsonNode answer = services.trainer().get(query, JsonNode.class);
    if (output.json()) {
      output.print(answer);
    } else {
      System.out.println(Json.MAPPER.convertValue(answer, NetSummary.class));
    }
    return 0;
  }
}
