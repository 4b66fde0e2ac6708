package io.streamsight.contract.image;

/** What a full decode says about an encoded image, where nobody needs its pixels. */
public sealed interface CheckResult permits CheckResult.Sound, DecodeResult.Rejected {

  /**
   * The whole picture was read without a complaint.
   *
   * @param width in pixels, orientation applied
   * @param height in pixels, orientation applied
   */
  record Sound(ImageFormat format, int width, int height) implements CheckResult {}
}
