package io.streamsight.contract.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** One thing that is amiss in a data set. */
public sealed interface Finding {
  /**
   * Examples with the same bytes.
   *
   * @param images two or more, sorted by id
   */
  record Copies(String contentHash, List<Copy> images) implements Finding {
    boolean acrossSplits() {
      return images.stream().map(Copy::split).distinct().count() > 1;
    }

    boolean inConflict() {
      return images.stream().map(Copy::label).distinct().count() > 1;
    }
  }

  record Copy(String imageId, Split split, String label) {}

  /**
   * A single image.
   *
   * @param split null when it is in none
   * @param label null when it has none
   * @param reason why it was refused, or {@code image-erased}; null when it was not
   * @param detail of the refusal; null for none
   * @param partition of {@code images}, where the index says something of it; else null
   * @param offset in that partition
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Image(
      String imageId,
      Split split,
      String label,
      String reason,
      String detail,
      Integer partition,
      Long offset)
      implements Finding {}
}
