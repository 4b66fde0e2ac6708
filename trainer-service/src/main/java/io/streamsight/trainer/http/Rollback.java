package io.streamsight.trainer.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * That an alias shall point to the version before.
 *
 * @param from the version that it must still point to, null for none; left out: whatever it points
 *     to
 */
record Rollback(
    @Schema(required = true, maxLength = Decision.MAX_REASON) String reason,
    @Schema(maxLength = Decision.MAX_BY, description = Decision.BY) String by,
    @Schema(
            nullable = true,
            minimum = "1",
            description = "What it must still point to, null for nothing; left out: anything")
        Integer from) {
  Rollback {
    new Decision(reason, by);
    Decision.requireFrom(from);
  }
}
