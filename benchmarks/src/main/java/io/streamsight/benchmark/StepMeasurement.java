package io.streamsight.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Steps of training, as the process that took them tells.
 *
 * @param images {@code steps} times the batch
 * @param cpuSeconds of the whole process meanwhile
 * @param residentBytes after every {@link TrainingWorker#LOOK_EVERY} steps and after the last,
 *     warm-up included
 * @param peakBytes the most memory that was resident (VmHWM)
 * @param parameters of the net, batch norm's statistics included
 * @param software with versions
 */
record StepMeasurement(
    int steps,
    long images,
    double seconds,
    double cpuSeconds,
    List<Long> residentBytes,
    long peakBytes,
    long parameters,
    String software) {

  @JsonProperty
  double imagesPerSecond() {
    return images / seconds;
  }

  @JsonProperty
  double cpuSecondsPerStep() {
    return cpuSeconds / steps;
  }
}
