package io.streamsight.contract.image;

import io.streamsight.contract.Reason;

/** Carries a refusal from the depth of a parser to {@link ImageDecoder}, and no further. */
final class RefusedImage extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  RefusedImage(Reason reason, String detail) {
    // No stack trace: a refusal is an answer, and broken images may arrive by the thousand.
    super(detail, null, false, false);
    this.reason = reason;
  }

  static RefusedImage truncated(String detail) {
    return new RefusedImage(Reason.IMAGE_TRUNCATED, detail);
  }

  static RefusedImage corrupt(String detail) {
    return new RefusedImage(Reason.IMAGE_CORRUPT, detail);
  }

  static RefusedImage unsupported(String detail) {
    return new RefusedImage(Reason.IMAGE_UNSUPPORTED_FORMAT, detail);
  }

  DecodeResult.Rejected result() {
    return new DecodeResult.Rejected(reason, getMessage());
  }
}
