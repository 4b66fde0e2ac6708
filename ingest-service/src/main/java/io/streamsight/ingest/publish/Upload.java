package io.streamsight.ingest.publish;

import io.streamsight.contract.dataset.SplitAssignment;
import java.util.function.Function;

/**
 * An image as it came.
 *
 * @param path of its file in an archive; null for an image that came alone
 * @param dataset null for an image that belongs to none
 * @param placement its place from the SHA-256 of its file as it came; null without a data set
 * @param maxSide it is shrunk if a side has more pixels; null never shrinks
 * @param replace whether it wins over what is there
 * @param dryRun whether it is only checked
 */
public record Upload(
    String path,
    String imageId,
    byte[] encoded,
    String dataset,
    Function<String, SplitAssignment> placement,
    Integer maxSide,
    boolean replace,
    boolean dryRun) {
  private static final int SMALLEST_SIDE = 16;

  public Upload {
    requireSide(maxSide);
  }

  /**
   * @throws IllegalArgumentException for a side that leaves no picture
   */
  public static void requireSide(Integer maxSide) {
    if (maxSide != null && maxSide < SMALLEST_SIDE) {
      throw new IllegalArgumentException(
          "maxSide=%d must be %d or more".formatted(maxSide, SMALLEST_SIDE));
    }
  }
}
