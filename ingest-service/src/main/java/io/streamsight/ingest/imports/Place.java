package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import java.util.function.Function;

/** Where a file belongs in the data set of its import. */
sealed interface Place {
  /** The import has no data set. */
  record Nowhere() implements Place {}

  /**
   * @param split from the content's SHA-256, which is known once the bytes are checked
   */
  record Placed(String label, Function<String, Split> split) implements Place {
    SplitAssignment assignment(String contentHash) {
      return SplitAssignment.of(split.apply(contentHash), label);
    }
  }

  /** In none of the ranges: left out, as was asked for. */
  record Outside(String detail) implements Place {}

  /** The path does not tell. */
  record Unplaced(String detail) implements Place {}
}
