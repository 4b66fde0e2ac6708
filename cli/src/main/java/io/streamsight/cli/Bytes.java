package io.streamsight.cli;

import java.util.Locale;

/** A number of bytes as one reads it. */
public final class Bytes {
  private Bytes() {}

  public static String text(long bytes) {
    if (bytes < 1_000) {
      return bytes + " bytes";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = bytes / 1e3;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1e3;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
