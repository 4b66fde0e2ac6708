package io.streamsight.contract.image;

import java.util.Optional;

/** The encodings that are read, told apart by content: a name or a media type may lie. */
public enum ImageFormat {
  JPEG(0xFF, 0xD8, 0xFF),
  PNG(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');

  private final int[] signature;

  ImageFormat(int... signature) {
    this.signature = signature;
  }

  /** The format that the first bytes announce; empty for everything else. */
  public static Optional<ImageFormat> detect(byte[] encoded) {
    for (ImageFormat format : values()) {
      if (format.opens(encoded)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean opens(byte[] encoded) {
    if (encoded.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((encoded[i] & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
