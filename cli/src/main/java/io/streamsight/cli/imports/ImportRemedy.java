package io.streamsight.cli.imports;

import io.streamsight.contract.Reason;
import java.util.Map;

/**
 * What to do about files that an import left out: with its options, where the service's words are
 * of HTTP.
 */
final class ImportRemedy {
  private static final Map<String, String> OWN =
      Map.of(
          Reason.IMAGE_EXISTS.code(),
          "--replace puts these bytes in the place of those that are there; --id-prefix gives the"
              + " images ids of their own: all data sets share the ids.",
          Reason.IMAGE_ERASED.code(),
          "Leave it out, or give --replace if the image may come back.",
          Reason.IMAGE_UNPLACED.code(),
          "Name the file as the layout has it, or choose another with --layout.",
          Reason.ARCHIVE_UNREADABLE.code(),
          "Pack the archive anew, with files in the place of links, and without encryption.");

  private ImportRemedy() {}

  /**
   * @param reason the problem's code
   * @param title what the service says; it stands where there are no words of its own here
   */
  static String of(String reason, String title) {
    return OWN.getOrDefault(reason, title);
  }
}
