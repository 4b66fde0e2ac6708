package io.streamsight.trainer.onnx;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.Drawings;
import io.streamsight.trainer.training.Examples;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingListener;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingPlan;
import io.streamsight.trainer.training.TrainingRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A net after real steps: weights and statistics as gradients and pictures make them. */
final class TrainedNet {
  /** Fast, and no epoch is passed over: the weights shall be far from the first ones. */
  private static final Recipe RECIPE =
      Recipe.of("quick", Map.of("learningRate", 0.01, "keep", "last"));

  private TrainedNet() {}

  /** The caller closes it. */
  static Net of(Architecture architecture, Path folder) throws IOException {
    int size = architecture.imageSize();
    int classes = architecture.classes();
    TrainingPlan plan = new TrainingPlan(architecture, RECIPE, 7, 4, 16);
    try (Examples train = Drawings.write(folder.resolve("train"), 48, size, classes, 1);
        Examples validation = Drawings.write(folder.resolve("validation"), 16, size, classes, 2)) {
      TrainingRun run = new TrainingRun(plan, train, validation, new TrainingListener() {});
      return ((Finished) run.run(null, () -> false)).net();
    }
  }

  /** Such as it has not seen, direct, uint8 {@code [n, size, size, 3]}. */
  static ByteBuffer pictures(Architecture architecture, Path folder, int n) throws IOException {
    Path file = folder.resolve("unseen");
    try (Examples unseen =
        Drawings.write(file, n, architecture.imageSize(), architecture.classes(), 3)) {
      return Drawings.read(unseen);
    }
  }
}
