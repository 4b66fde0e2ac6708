package io.streamsight.trainer.training;

import io.streamsight.trainer.net.Net;

/** How a run ended, unless by an exception. */
public sealed interface TrainingOutcome {
  /**
   * All epochs are done, or nothing got better for as many as the recipe has patience.
   *
   * @param net as it was scored after the epoch that the recipe keeps; the receiver closes it
   * @param best that epoch; the last one when the recipe keeps the last
   */
  record Finished(Net net, EpochResult best) implements TrainingOutcome {}

  /**
   * It was asked to stop; the last checkpoint is where it can go on.
   *
   * @param epochs that were ended, this attempt's and those before
   */
  record Stopped(int epochs) implements TrainingOutcome {}
}
