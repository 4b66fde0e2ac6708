package io.streamsight.trainer.http;

/**
 * Why and by whom something is decided about a model: for the audit trail.
 *
 * @param reason one sentence
 * @param by a person or a program
 */
record Decision(String reason, String by) {
  Decision {
    require("reason", reason);
    require("by", by);
  }

  static void require(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "%s is missing: the audit trail tells it for ever".formatted(field));
    }
  }
}
