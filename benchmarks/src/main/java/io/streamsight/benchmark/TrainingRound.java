package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.event.Json;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Every kind once, one process after the other, so that a ratio is of neighbours in time. */
final class TrainingRound {
  /** Where Debian's packages are; another Python that is found first has none of them. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SCRIPT = "benchmarks/src/main/python/training_step.py";

  /**
   * Until then Java's compiler takes a share of the cores for what augments and reads; a run of the
   * book's experiment has 6,300 steps. Python has nothing to compile.
   */
  private static final int WARM_UP_STEPS = 30;

  private static final int PYTHON_WARM_UP_STEPS = 2;

  private final LocalSettings settings;
  private final Path pictures;
  private final double seconds;

  /**
   * @param othersCores cores that were busy with other processes, warm-up and start included
   */
  record Measured(StepMeasurement step, double othersCores) {}

  /**
   * @param seconds that each kind is measured for, at least
   */
  TrainingRound(LocalSettings settings, Path pictures, double seconds) {
    this.settings = settings;
    this.pictures = pictures;
    this.seconds = seconds;
  }

  Map<TrainingKind, Measured> run() throws IOException, InterruptedException {
    Map<TrainingKind, Measured> all = new EnumMap<>(TrainingKind.class);
    for (TrainingKind kind : TrainingKind.values()) {
      Cores cores = Cores.now();
      ChildProcess process = start(kind);
      StepMeasurement step = Json.read(process.await(), StepMeasurement.class);
      requireSameNet(kind, step);
      double others = Cores.now().othersSince(cores, process.usage().cpuSeconds());
      all.put(kind, new Measured(step, others));
      System.err.printf(
          "  %s: %.1f images/s, %.2f CPU seconds a step, %d steps%n",
          kind.label, step.imagesPerSecond(), step.cpuSecondsPerStep(), step.steps());
    }
    return all;
  }

  private ChildProcess start(TrainingKind kind) throws IOException {
    return switch (kind) {
      case PYTHON -> python(Map.of());
      case PYTHON_CHANNELS_LAST -> python(Map.of(), "--channels-last");
      case PYTHON_SAME_ENVIRONMENT -> python(LocalSystem.trainerEnvironment(), "--channels-last");
      case CONSTANT_BATCH -> ours(TrainingWorker.CONSTANT, seconds, 0);
      case REAL_RUN -> ours(pictures.toString(), seconds, 0);
    };
  }

  private ChildProcess python(Map<String, String> environment, String... options)
      throws IOException {
    var command = new ArrayList<>(List.of(PYTHON, settings.home().resolve(SCRIPT).toString()));
    command.addAll(List.of(options));
    command.add(String.valueOf(Runtime.getRuntime().availableProcessors()));
    command.addAll(List.of(String.valueOf(PYTHON_WARM_UP_STEPS), String.valueOf(seconds)));
    return ChildProcess.start(settings.logs(), "python", command, environment);
  }

  /** A real run of so many steps: what matters is its memory. */
  StepMeasurement longRun(int steps) throws IOException, InterruptedException {
    byte[] said = ours(pictures.toString(), 0, steps - WARM_UP_STEPS).await();
    return Json.read(said, StepMeasurement.class);
  }

  /** What the machine can compute at most. */
  PeakWorker.Peak peak() throws IOException, InterruptedException {
    return Json.read(java(PeakWorker.class, List.of()).await(), PeakWorker.Peak.class);
  }

  private ChildProcess ours(String source, double atLeastSeconds, int atLeastSteps)
      throws IOException {
    return java(
        TrainingWorker.class,
        List.of(
            source,
            String.valueOf(WARM_UP_STEPS),
            String.valueOf(atLeastSeconds),
            String.valueOf(atLeastSteps)));
  }

  private ChildProcess java(Class<?> main, List<String> arguments) throws IOException {
    return ChildProcess.java(
        settings.logs(),
        LocalSystem.trainerFlags(settings),
        LocalSystem.trainerEnvironment(),
        main,
        arguments);
  }

  private static void requireSameNet(TrainingKind kind, StepMeasurement step) {
    long ours = TrainingWorker.summary().parameters();
    if (step.parameters() != ours) {
      throw new CommandFailedException(
          "%s has a net of %d parameters, ours has %d"
              .formatted(kind.label, step.parameters(), ours));
    }
  }
}
