package io.streamsight.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** An instant as the user's clock shows it. */
public final class Times {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private Times() {}

  /** Null for null. */
  public static String text(Instant instant) {
    return instant == null ? null : TIME.format(instant.atZone(ZoneId.systemDefault()));
  }
}
