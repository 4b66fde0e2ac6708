package io.streamsight.cli;

import io.streamsight.contract.Reason;
import java.util.Map;

/**
 * What to do about a problem: in the command line's words, where the service's are those of HTTP.
 */
public final class Remedy {
  private static final Map<String, String> OWN =
      Map.of(
          Reason.IMAGE_EXISTS.code(),
          "--replace puts these bytes in the place of those that are there; --id-prefix gives the"
              + " images ids of their own: all data sets share the ids.",
          Reason.IMAGE_ERASED.code(),
          "Leave it out, or give --replace if the image may come back.",
          Reason.IMAGE_UNPLACED.code(),
          "Name the file as the layout has it, or choose another with --layout.",
          Reason.DATASET_UNKNOWN.code(),
          "./streamsight dataset lists those that exist, ./streamsight import makes one.",
          Reason.RUN_ENDED.code(),
          "Nothing is left to cancel: ./streamsight runs shows what became of it.");

  private Remedy() {}

  /**
   * @param reason the problem's code
   * @param title what the service says; it stands where the command line has no words of its own
   */
  public static String of(String reason, String title) {
    return OWN.getOrDefault(reason, title);
  }
}
