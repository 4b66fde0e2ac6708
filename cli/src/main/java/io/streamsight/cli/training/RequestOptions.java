package io.streamsight.cli.training;

import io.streamsight.cli.VersionConverter;
import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.run.FineTuning;
import io.streamsight.contract.run.TrainingRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to train. Only what is given goes into the request: the service has the defaults. */
final class RequestOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model that gets a new version. With --repeat, by default that of the version.")
  private String model;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "The data set to learn from, as it is now. Not with --repeat.")
  private String dataset;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description =
          "The net: mini-xception (the default), residual-convnet or baseline-convnet; see summary.")
  private String architecture;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Filters of the net's first block. Default: the architecture's")
  private Integer width;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "How many blocks the net has. Default: the architecture's")
  private Integer blocks;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "keras (the book's, the default), strong (the best) or quick (a few epochs).")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      converter = Setting.Converter.class,
      description =
          "Another setting of the recipe, as often as needed: learningRate=5e-4, optimizer=adamw,"
              + " flip=false. An unknown name is answered with those that there are.")
  private List<Setting> settings = List.of();

  @Option(
      names = "--size",
      paramLabel = "PX",
      description =
          "Height and width of the net's input, at least 16, or 78 for baseline-convnet of 5 blocks."
              + " Default: 180, or 32 for residual-convnet")
  private Integer size;

  @Option(names = "--epochs", paramLabel = "N", description = "Default: 100")
  private Integer epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Default: 32")
  private Integer batchSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of weights, order, augmentation and dropout. Default: 0")
  private Long seed;

  @Option(
      names = "--fine-tune",
      paramLabel = "NAME/VERSION",
      converter = VersionConverter.class,
      description =
          "Start from this version's weights, with its net; labels that differ get a new head.")
  private ModelVersionId fineTune;

  @Option(
      names = "--unfreeze-batch-norm",
      description =
          "With --fine-tune: batch norm learns too. By default its weights and statistics stay.")
  private boolean unfreezeBatchNorm;

  @Option(
      names = "--freeze-blocks",
      paramLabel = "N",
      description = "With --fine-tune: so many of the first blocks stay as they are. Default: 0")
  private Integer freezeBlocks;

  @Option(
      names = "--repeat",
      paramLabel = "NAME/VERSION",
      converter = VersionConverter.class,
      description =
          "Do the run of this version again, on the very data that it had, and compare the weights."
              + " What comes of it is a version, and never champion by itself: promote does that.")
  private ModelVersionId repeat;

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  TrainingRequest request() {
    require(model != null || repeat != null, "--model is missing: the name of the result");
    require(dataset != null || repeat != null, "--dataset is missing: what to learn from");
    require(
        dataset == null || repeat == null,
        "--repeat takes the data that the version had: leave out --dataset");
    require(
        fineTune == null || repeat == null,
        "--fine-tune and --repeat exclude each other: a repetition starts as its version did");
    require(
        fineTune != null || (!unfreezeBatchNorm && freezeBlocks == null),
        "--unfreeze-batch-norm and --freeze-blocks need --fine-tune");
    return new TrainingRequest(
        model == null ? repeat.model() : model,
        dataset,
        architecture,
        width,
        blocks,
        recipe,
        settings(),
        size,
        epochs,
        batchSize,
        seed,
        fineTune == null ? null : new FineTuning(fineTune, !unfreezeBatchNorm, freezeBlocks),
        repeat);
  }

  private Map<String, Object> settings() {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Setting setting : settings) {
      require(
          byName.put(setting.name(), setting.value()) == null,
          "--set %s is given twice".formatted(setting.name()));
    }
    return byName;
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
