package io.streamsight.trainer.gate;

import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Verdict;
import java.util.List;

/**
 * Decides whether a candidate may become champion: it must not be worse on validation, paired on
 * the images that neither model trained on, by more than {@code max(margin, 2 standard errors)}. A
 * candidate that is as good may replace the champion: it knows newer data.
 */
public record Gate(double margin, double minimalAccuracy) {
  /** Without a champion only the minimal accuracy counts. */
  public Verdict first(boolean[] candidateRight) {
    double accuracy = share(candidateRight);
    boolean promote = accuracy >= minimalAccuracy;
    return new Verdict(
        promote,
        promote
            ? "the first version, %.1f %% right on %d validation images"
                .formatted(100 * accuracy, candidateRight.length)
            : tooLow(accuracy),
        null,
        candidateRight.length,
        accuracy,
        null,
        margin);
  }

  /** Somebody has removed champion: the model is not to be served until somebody says so. */
  public Verdict removed(boolean[] candidateRight) {
    return new Verdict(
        false,
        "champion was removed: promote by hand",
        null,
        0,
        share(candidateRight),
        null,
        margin);
  }

  /** Whoever repeats a run wants to know whether it can be: not another champion. */
  public Verdict repetition(ModelVersionId of, boolean[] candidateRight) {
    return new Verdict(
        false,
        "a repetition of %s: promote by hand".formatted(of),
        null,
        0,
        share(candidateRight),
        null,
        margin);
  }

  /** What it answers would mean something else to those who read the answers. */
  public Verdict otherLabels(
      int champion, List<String> its, List<String> candidates, boolean[] candidateRight) {
    return new Verdict(
        false,
        "learned the labels %s, version %d has %s: promote by hand"
            .formatted(candidates, champion, its),
        champion,
        0,
        share(candidateRight),
        null,
        margin);
  }

  /** A champion of which it can't be known what it learned from: written by a later release. */
  public Verdict unknown(int champion, boolean[] candidateRight) {
    return new Verdict(
        false,
        "version %d, or what it learned from, can't be read: compare by hand".formatted(champion),
        champion,
        0,
        share(candidateRight),
        null,
        margin);
  }

  /**
   * @param candidateRight by image, whether the candidate is right
   * @param championRight the same images, whether the champion is right
   */
  public Verdict compare(int champion, boolean[] candidateRight, boolean[] championRight) {
    int n = candidateRight.length;
    if (n != championRight.length) {
      throw new IllegalArgumentException(
          "not the same images: %d and %d".formatted(n, championRight.length));
    }
    double candidateAccuracy = share(candidateRight);
    double championAccuracy = share(championRight);
    if (n == 0) {
      return new Verdict(
          false,
          "no validation image that version %d has not trained on: compare by hand"
              .formatted(champion),
          champion,
          0,
          candidateAccuracy,
          championAccuracy,
          margin);
    }
    // From counts: 0.90 - 0.91 is not quite -0.01.
    double difference = (double) (count(candidateRight) - count(championRight)) / n;
    double allowed = Math.max(margin, 2 * standardError(candidateRight, championRight));
    boolean good = candidateAccuracy >= minimalAccuracy;
    boolean promote = good && difference >= -allowed;
    String why =
        good
            ? "%.1f %% against %.1f %% of version %d on %d images, %s than the %.1f points allowed"
                .formatted(
                    100 * candidateAccuracy,
                    100 * championAccuracy,
                    champion,
                    n,
                    promote ? "not worse by more" : "worse by more",
                    100 * allowed)
            : tooLow(candidateAccuracy);
    return new Verdict(promote, why, champion, n, candidateAccuracy, championAccuracy, allowed);
  }

  private String tooLow(double accuracy) {
    return "%.1f %% right on validation, %.1f %% are asked for"
        .formatted(100 * accuracy, 100 * minimalAccuracy);
  }

  /** Of the mean of the paired differences, each -1, 0 or 1. */
  private static double standardError(boolean[] a, boolean[] b) {
    int n = a.length;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      int difference = (a[i] ? 1 : 0) - (b[i] ? 1 : 0);
      sum += difference;
      squares += difference * difference;
    }
    double variance = n < 2 ? 0 : (squares - sum * sum / n) / (n - 1);
    return Math.sqrt(variance / n);
  }

  private static double share(boolean[] right) {
    return right.length == 0 ? 0 : (double) count(right) / right.length;
  }

  private static int count(boolean[] right) {
    int count = 0;
    for (boolean r : right) {
      count += r ? 1 : 0;
    }
    return count;
  }
}
