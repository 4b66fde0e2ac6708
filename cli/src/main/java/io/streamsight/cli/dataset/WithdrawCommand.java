package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "withdraw",
    description = "Take images out of a data set; their bytes stay. Doing so twice does no harm.",
    footer = "%nExit code 1 if any image could not be withdrawn, the others are; 2 on wrong usage.",
    mixinStandardHelpOptions = true)
public final class WithdrawCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DATASET", description = "The data set.")
  private String dataset;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "Image ids.")
  private List<String> imageIds;

  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    HttpService ingest = services.ingest();
    return new Corrections(output)
        .apply(
            imageIds,
            id ->
                ingest.send(
                    "DELETE", Query.of("datasets", dataset, "images", id), null, JsonNode.class),
            answer -> Corrections.isWritten(answer) ? "withdrawn" : "withdrawn already");
  }
}
