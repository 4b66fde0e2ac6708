package io.streamsight.cli;

/** A time span as one reads it. */
public final class Seconds {
  private Seconds() {}

  /** {@code 0:07}, {@code 12:30}, {@code 1:02:10}; begun seconds count. */
  public static String text(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 3_600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
