package io.streamsight.cli;

import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "dataset",
    description = "Show a data set: images by split and label.",
    mixinStandardHelpOptions = true)
final class DatasetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The data set.")
  private String name;

  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    DatasetSummary dataset = services.client().dataset(name);
    var table = new Table("split", "label", "images");
    new TreeMap<>(dataset.splits())
        .forEach(
            (split, labels) ->
                new TreeMap<>(labels).forEach((label, images) -> table.row(split, label, images)));
    System.out.println(table);
    System.out.printf(
        "%d images, %d missing, %d refused%n",
        dataset.images(), dataset.missing(), dataset.refused());
    return 0;
  }
}
