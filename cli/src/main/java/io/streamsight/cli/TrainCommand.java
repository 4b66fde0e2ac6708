package io.streamsight.cli;

import io.streamsight.contract.run.TrainingRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Request a training run.", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The model that gets a new version.")
  private String model;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "The data set to learn from.")
  private String dataset;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      defaultValue = "mini-xception",
      description = "The net. Default: ${DEFAULT-VALUE}")
  private String architecture;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = "keras",
      description = "keras (the book's) or quick. Default: ${DEFAULT-VALUE}")
  private String recipe;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "180",
      description = "Height and width of the net's input. Default: ${DEFAULT-VALUE}")
  private int size;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Default: ${DEFAULT-VALUE}")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Default: ${DEFAULT-VALUE}")
  private int batchSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--watch", description = "Follow the run to its end.")
  private boolean watch;

  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    var client = services.client();
    String runId = client.train(request());
    System.out.println("Run " + runId);
    if (!watch) {
      return 0;
    }
    RunStatus run = new RunWatch(client).follow(runId);
    System.out.printf("%s is version %d%n", run.model(), run.version());
    return 0;
  }

  private TrainingRequest request() {
    try {
      return TrainingRequest.of(model, dataset)
          .withRecipe(recipe, null)
          .withScale(size, epochs, batchSize)
          .withSeed(seed);
    } catch (RuntimeException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
