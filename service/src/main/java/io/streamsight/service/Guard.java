package io.streamsight.service;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which requests need a token. All that don't just read, by method but for the two questions below,
 * whatever endpoints there are: a new one is guarded without anybody thinking of it.
 */
final class Guard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** Questions too long for an address: they change nothing. */
  private static final Pattern ASKING =
      Pattern.compile("/classify|/v2/models/[^/]+(/versions/[^/]+)?/infer");

  /** For probes and Prometheus. */
  private static final Pattern OPEN =
      Pattern.compile("/q/(health|metrics)(/.*)?|/v2/health/[a-z]+");

  private Guard() {}

  /**
   * @param path without dots and percent signs where none need be
   */
  static boolean changes(String method, String path) {
    return !READING.contains(method) && !(method.equals("POST") && ASKING.matcher(path).matches());
  }

  /** Whether it is answered to everybody, even where reading takes a token. */
  static boolean isOpen(String method, String path) {
    return READING.contains(method) && OPEN.matcher(path).matches();
  }
}
