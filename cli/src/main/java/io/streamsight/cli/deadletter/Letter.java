package io.streamsight.cli.deadletter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A refused record, as {@code GET /dead-letters/{topic}} tells; null where it isn't known. */
record Letter(
    String key,
    String reason,
    String detail,
    String topic,
    Integer partition,
    Long offset,
    Long timestamp,
    Boolean open,
    String why) {

  /** Of the refused record in its own topic. */
  String position() {
    return topic == null ? null : "%s %s@%s".formatted(topic, partition, offset);
  }

  /** What was wrong, and whether it still matters. */
  String standing() {
    String standing = "%s: %s".formatted(Boolean.TRUE.equals(open) ? "open" : "settled", why);
    return detail == null ? standing : detail + "; " + standing;
  }

  String time() {
    return timestamp == null || timestamp < 0
        ? null
        : Instant.ofEpochMilli(timestamp).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
