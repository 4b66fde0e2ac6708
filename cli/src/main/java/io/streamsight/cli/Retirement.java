package io.streamsight.cli;

import java.time.Instant;

/** When, by whom and why a version was retired. */
public record Retirement(Instant at, String by, String reason) {
  @Override
  public String toString() {
    return "%s by %s: %s".formatted(Times.text(at), by, reason);
  }
}
