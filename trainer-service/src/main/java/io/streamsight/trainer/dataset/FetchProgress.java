package io.streamsight.trainer.dataset;

/** Hears how many of the pictures that the cache lacks have been fetched and decoded. */
@FunctionalInterface
public interface FetchProgress {
  /**
   * Called from several threads, one at a time, for each picture.
   *
   * @param done from 0 (nothing yet) to {@code of}
   * @param of how many are lacking; nothing is told when none is
   */
  void fetched(int done, int of);
}
