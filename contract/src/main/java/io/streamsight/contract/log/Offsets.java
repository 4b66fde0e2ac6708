package io.streamsight.contract.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * A position in a whole topic: for each partition the offset of the next record, so that everything
 * below belongs to the prefix. JSON: {@code {"0":17,"1":4}}.
 */
public record Offsets(@JsonValue Map<Integer, Long> next) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Offsets {
    next = java.util.Collections.unmodifiableMap(new TreeMap<>(next));
  }

  public long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** How many records lie between this position and {@code end}, were offsets without gaps. */
  public long behind(Offsets end) {
    return end.next.entrySet().stream()
        .mapToLong(e -> Math.max(0, e.getValue() - next(e.getKey())))
        .sum();
  }
}
