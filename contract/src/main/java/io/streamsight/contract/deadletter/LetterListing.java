package io.streamsight.contract.deadletter;

import io.streamsight.contract.deadletter.Letter.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Makes a {@link LetterList} of letters that come in any number: keeps the newest, counts all. */
public final class LetterListing {
  private static final String UNTOLD = "unknown";

  private static final Comparator<LetterReport> BY_AGE =
      Comparator.comparingLong(LetterReport::timestamp)
          .thenComparingInt(LetterReport::letterPartition)
          .thenComparingLong(LetterReport::letterOffset);

  private final boolean all;
  private final int limit;
  private final PriorityQueue<LetterReport> newest = new PriorityQueue<>(BY_AGE);
  private final Map<String, Long> byReason = new TreeMap<>();

  /**
   * @param all closed letters too
   * @param limit how many to report
   */
  public LetterListing(boolean all, int limit) {
    this.all = all;
    this.limit = limit;
  }

  public void add(Letter letter, Standing standing) {
    if (!all && !(standing instanceof Standing.Open)) {
      return;
    }
    byReason.merge(letter.source().map(Source::reason).orElse(UNTOLD), 1L, Long::sum);
    newest.add(LetterReport.of(letter, standing));
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /**
   * @param topic whose records were refused
   */
  public LetterList of(String topic) {
    List<LetterReport> letters = new ArrayList<>(newest);
    letters.sort(BY_AGE.reversed());
    return new LetterList(topic, letters, byReason);
  }
}
