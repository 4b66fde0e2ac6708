package io.streamsight.trainer.training;

/**
 * Where a run is within an epoch.
 *
 * @param epoch from 1
 * @param step of this epoch, from 1
 * @param loss mean over the epoch so far
 * @param accuracy on the augmented training images of the epoch so far, 0 to 1
 * @param imagesPerSecond training images of this epoch, by the wall clock
 * @param secondsLeft to the end of the run, scoring included
 */
public record Progress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double accuracy,
    double imagesPerSecond,
    double secondsLeft) {}
