package io.streamsight.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Asked by a training run after each step whether to stop: lets the first pass as warm-up, measures
 * those after it, and then says yes.
 */
final class StepTimer implements BooleanSupplier {
  private static final int MIN_STEPS = 3;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final int warmUp;
  private final double atLeastSeconds;
  private final int atLeastSteps;
  private final List<Long> resident = new ArrayList<>();
  private int steps;
  private long began;
  private long cpuBefore;
  private double seconds;
  private double cpuSeconds;

  /**
   * @param warmUp 1 or more: the first step is when the run asks first
   */
  StepTimer(int warmUp, double atLeastSeconds, int atLeastSteps) {
    this.warmUp = warmUp;
    this.atLeastSeconds = atLeastSeconds;
    this.atLeastSteps = Math.max(MIN_STEPS, atLeastSteps);
  }

  @Override
  public boolean getAsBoolean() {
    steps++;
    if (steps == warmUp) {
      cpuBefore = system.getProcessCpuTime();
      began = System.nanoTime();
      return false;
    }
    seconds = (System.nanoTime() - began) / 1e9;
    boolean over = steps > warmUp && measured() >= atLeastSteps && seconds >= atLeastSeconds;
    if (over) {
      cpuSeconds = (system.getProcessCpuTime() - cpuBefore) / 1e9;
    }
    if (over || steps % TrainingWorker.LOOK_EVERY == 0) {
      resident.add(Usage.own("VmRSS"));
    }
    return over;
  }

  private int measured() {
    return steps - warmUp;
  }

  StepMeasurement measurement(int batchSize, long parameters, String software) {
    return new StepMeasurement(
        measured(),
        (long) measured() * batchSize,
        seconds,
        cpuSeconds,
        resident,
        Usage.own("VmHWM"),
        parameters,
        software);
  }
}
