package io.streamsight.cli;

import java.util.regex.Pattern;

/**
 * Text for a terminal. What others named, files in an archive above all, could else move its cursor
 * and rewrite what it shows.
 */
public final class Printable {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}]");

  private Printable() {}

  /** The text on one line, a question mark for each control or format character. */
  public static String text(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }

  /** The text, cut to so many characters; null for null. */
  public static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
