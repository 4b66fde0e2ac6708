package io.streamsight.contract.image;

import io.streamsight.contract.Reason;

/** What became of an encoded image: its pixels, or why there are none. */
public sealed interface DecodeResult {

  /** The whole picture was read without a complaint. */
  record Decoded(ImageFormat format, RgbImage image) implements DecodeResult {}

  /**
   * Refused. The same bytes are refused again, so trying once more is pointless.
   *
   * @param reason one of the catalogue's {@code IMAGE_*} codes
   * @param detail what was found, with the offending value
   */
  record Rejected(Reason reason, String detail) implements DecodeResult, CheckResult {}
}
