package io.streamsight.contract.deadletter;

import java.util.ArrayList;
import java.util.List;

/** Makes a {@link Replayed}: what a replay leaves, and why. */
public final class ReplayTally {
  /** As many as a person reads; the rest is counted. */
  private static final int MAX_REPORTED = 1_000;

  private final List<LetterReport> left = new ArrayList<>();
  private long leftCount;

  /** A letter that still matters can't go. */
  public void leave(Letter letter, Standing standing, String why) {
    leftCount++;
    if (left.size() < MAX_REPORTED) {
      left.add(LetterReport.of(letter, standing).because(why));
    }
  }

  /**
   * @param topic where the records went
   * @param replayed how many
   */
  public Replayed of(String topic, long replayed) {
    return new Replayed(topic, replayed, leftCount, List.copyOf(left));
  }
}
