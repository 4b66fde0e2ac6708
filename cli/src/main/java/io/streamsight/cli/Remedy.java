package io.streamsight.cli;

import io.streamsight.contract.Reason;
import java.util.Map;

/**
 * What to do about a problem: in the command line's words, where the service's are those of HTTP.
 */
final class Remedy {
  private static final Map<String, String> OWN =
      Map.of(
          Reason.DATASET_UNKNOWN.code(),
          "./streamsight dataset lists those that exist, ./streamsight import makes one.",
          Reason.RUN_ENDED.code(),
          "Nothing is left to cancel: ./streamsight runs shows what became of it.");

  private Remedy() {}

  /**
   * @param reason the problem's code
   * @param title what the service says; it stands where the command line has no words of its own
   */
  static String of(String reason, String title) {
    return OWN.getOrDefault(reason, title);
  }
}
