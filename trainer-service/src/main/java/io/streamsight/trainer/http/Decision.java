package io.streamsight.trainer.http;

import io.streamsight.service.Caller;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why and by whom something is decided about a model, for the audit trail.
 *
 * @param reason one sentence
 * @param by a person or a program; null for whoever has the token
 */
record Decision(
    @Schema(required = true, maxLength = Decision.MAX_REASON) String reason,
    @Schema(maxLength = Decision.MAX_BY, description = Decision.BY) String by) {
  static final String BY =
      "A person or a program; where a token is asked for, its owner, and nobody else can be named";

  /** Characters: the registry keeps them for ever. */
  static final int MAX_REASON = 1_000;

  static final int MAX_BY = Caller.MAX_NAME;

  Decision {
    require("reason", reason, MAX_REASON);
    if (by != null) {
      requireBy(by);
    }
  }

  static String requireBy(String by) {
    require("by", by, MAX_BY);
    return by;
  }

  private static void require(String field, String value, int max) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "%s is missing: the history tells it for ever".formatted(field));
    }
    if (value.length() > max) {
      throw new IllegalArgumentException(
          "%s has %d characters, at most %d are taken".formatted(field, value.length(), max));
    }
  }

  /** Of an alias that it must still point to. */
  static void requireFrom(Integer from) {
    if (from != null && from < 1) {
      throw new IllegalArgumentException(
          "from %d is below 1: the number of a version is expected, or null for none"
              .formatted(from));
    }
  }
}
