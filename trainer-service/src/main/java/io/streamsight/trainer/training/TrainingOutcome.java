package io.streamsight.trainer.training;

import io.streamsight.trainer.net.Net;

/** How a run ended, unless by an exception. */
public sealed interface TrainingOutcome {
  /**
   * All epochs are done.
   *
   * @param net with the weights of the best epoch; the receiver closes it
   * @param best that epoch
   */
  record Finished(Net net, EpochResult best) implements TrainingOutcome {}

  /**
   * It was asked to stop; the last checkpoint is where it can go on.
   *
   * @param epochs that were ended, this attempt's and those before
   */
  record Stopped(int epochs) implements TrainingOutcome {}
}
