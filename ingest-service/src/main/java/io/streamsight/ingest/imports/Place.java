package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import java.util.function.Function;

/** Where a file belongs in the data set of its import. */
sealed interface Place {
  /** The import has no data set. */
  record Nowhere() implements Place {}

  /**
   * @param split from the SHA-256 of the file as it came
   */
  record Placed(String label, Function<String, Split> split) implements Place {
    SplitAssignment assignment(String fileHash) {
      return SplitAssignment.of(split.apply(fileHash), label);
    }
  }

  /** In none of the ranges: left out, as was asked for. */
  record Outside(String detail) implements Place {}

  /** The path does not tell. */
  record Unplaced(String detail) implements Place {}
}
