package io.streamsight.benchmark;

import ai.djl.engine.Engine;
import io.streamsight.contract.event.Json;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Summary;
import io.streamsight.trainer.training.Examples;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingListener;
import io.streamsight.trainer.training.TrainingPlan;
import io.streamsight.trainer.training.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A training run of the trainer's own, stopped when it has taken enough steps: {@code constant} or
 * a file of pictures, then steps of warm-up, seconds and steps to measure at least. A process of
 * its own that tells what it did as JSON.
 */
final class TrainingWorker {
  static final String CONSTANT = "constant";
  static final int SIZE = 180;
  static final int BATCH = 32;

  /** Steps from one look at the memory to the next. */
  static final int LOOK_EVERY = 50;

  private static final Architecture NET = Architecture.miniXception(SIZE, 2);

  private TrainingWorker() {}

  /** Of the net that is trained. */
  static Summary summary() {
    return Summary.of(NET);
  }

  public static void main(String[] arguments) throws IOException {
    boolean constant = arguments[0].equals(CONSTANT);
    var timer =
        new StepTimer(
            Integer.parseInt(arguments[1]),
            Double.parseDouble(arguments[2]),
            Integer.parseInt(arguments[3]));
    try (Examples examples =
        constant
            ? TrainingPictures.constant(BATCH, SIZE)
            : TrainingPictures.of(Path.of(arguments[0]))) {
      var plan = new TrainingPlan(NET, recipe(constant), 0, 1, BATCH);
      new TrainingRun(plan, examples, examples, new TrainingListener() {}).run(null, timer);
    }
    StepMeasurement measured = timer.measurement(BATCH, summary().parameters(), software());
    System.out.println(new String(Json.write(measured), StandardCharsets.UTF_8));
  }

  /** A constant batch stays as it is; else nothing differs. */
  private static Recipe recipe(boolean constant) {
    return Recipe.of(
        "keras", constant ? Map.of("flip", false, "rotation", 0, "zoom", 0) : Map.of());
  }

  static String software() {
    return "PyTorch %s, DJL %s, Java %s"
        .formatted(
            Engine.getEngine("PyTorch").getVersion(),
            Engine.getDjlVersion(),
            System.getProperty("java.version"));
  }
}
