package io.streamsight.ingest.image;

import io.streamsight.contract.Reason;
import io.streamsight.contract.image.ImageFormat;

/** What a full, strict decode says about encoded bytes. */
public sealed interface Inspection {
  /**
   * @param encoded what was inspected, or the smaller picture that was made of it
   * @param contentHash SHA-256 of the encoded bytes
   * @param width in pixels, orientation applied
   * @param height in pixels, orientation applied
   */
  record Sound(byte[] encoded, String contentHash, int width, int height, ImageFormat format)
      implements Inspection {}

  record Broken(Reason reason, String detail) implements Inspection {}
}
