package io.streamsight.cli;

import java.util.regex.Pattern;

/**
 * Text for a terminal. What others named, files in an archive above all, could else move its cursor
 * and rewrite what it shows.
 */
public final class Printable {
  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t\\u0085\\u2028\\u2029]+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}]");

  private Printable() {}

  /**
   * The text on one line, its breaks as spaces, a question mark for other control and format
   * characters.
   */
  public static String text(String text) {
    return CONTROL.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("?");
  }

  /** The text, cut to so many characters; null for null. */
  public static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
