package io.streamsight.contract.dataset;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be amiss in a data set. */
public enum FindingKind {
  /** Examples with the same bytes. */
  DUPLICATES,
  /** Of these, those that stand in more than one split: a test on what was trained on. */
  DUPLICATES_ACROSS_SPLITS,
  /** Examples with the same bytes that are said to show different things. */
  CONFLICTING_LABELS,
  /** Assigned, but nothing of it is indexed (yet). */
  MISSING,
  /** Assigned, but refused or erased. */
  REFUSED,
  /** Assigned, but its bytes stand in a partition where compaction will not replace them. */
  MISPLACED,
  WITHDRAWN,
  /** Indexed, but no data set assigns it. */
  UNASSIGNED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException for any other word
   */
  public static FindingKind of(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind '%s' is none of %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(FindingKind::text)
                                .collect(Collectors.joining(", ")))));
  }
}
