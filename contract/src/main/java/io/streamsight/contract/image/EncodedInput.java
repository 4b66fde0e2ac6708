package io.streamsight.contract.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** Encoded bytes as ImageIO reads them, without the copy and the lock of its own streams. */
final class EncodedInput extends ImageInputStreamImpl {
  private final byte[] bytes;

  EncodedInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    int count = (int) Math.min(length, bytes.length - streamPos);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
