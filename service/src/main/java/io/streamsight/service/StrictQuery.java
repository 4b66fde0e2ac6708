package io.streamsight.service;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A request's parameters, as strict as a body: one that is misspelt, empty or given twice must not
 * take a filter or a guard away in silence.
 */
public final class StrictQuery {
  private StrictQuery() {}

  /**
   * @param given values by name
   * @throws StreamsightException {@link Reason#EVENT_INVALID} naming the parameter
   */
  public static void require(Map<String, List<String>> given, Set<String> known) {
    given.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            throw invalid(
                "'%.100s' is no parameter here: %s".formatted(name, new TreeSet<>(known)));
          }
          if (values.size() > 1) {
            throw invalid(name + " is given twice: give it once");
          }
          if (values.get(0).isBlank()) {
            throw invalid(name + " is empty: give a value, or leave it out");
          }
        });
  }

  private static StreamsightException invalid(String what) {
    return new StreamsightException(Reason.EVENT_INVALID, what);
  }
}
