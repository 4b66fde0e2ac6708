package io.streamsight.trainer.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * That an alias shall point to another version.
 *
 * @param version that it shall point to
 * @param from the version that it must still point to, null for none; left out: whatever it points
 *     to
 */
record Promotion(
    @Schema(required = true) Integer version,
    @Schema(
            nullable = true,
            minimum = "1",
            description = "What it must still point to, null for nothing; left out: anything")
        Integer from,
    @Schema(required = true, maxLength = Decision.MAX_REASON) String reason,
    @Schema(maxLength = Decision.MAX_BY, description = Decision.BY) String by) {
  Promotion {
    if (version == null) {
      throw new IllegalArgumentException("version is missing");
    }
    Decision.requireFrom(from);
    new Decision(reason, by);
  }
}
