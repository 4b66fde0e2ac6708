package io.streamsight.trainer.training;

/** Hears from a run, on its thread: what takes long here makes training wait. */
public interface TrainingListener {
  /**
   * Before the first step; what it throws ends the run.
   *
   * @param checkpointBytes how large the states will be that {@link #checkpoint} gets
   */
  default void begins(long checkpointBytes) {}

  /** At least ten times an epoch, and about once a second. */
  default void progressed(Progress progress) {}

  /** After scoring on validation. */
  default void epochEnded(EpochResult result) {}

  /**
   * After {@link #epochEnded}.
   *
   * @param state all that a run needs to go on after this epoch as if nothing had happened
   */
  default void checkpoint(int epoch, byte[] state) {}
}
