package io.streamsight.contract.image;

/** A cursor over an encoded file, big endian, that refuses to read past the end. */
final class ByteScanner {
  private final byte[] bytes;
  private int position;

  ByteScanner(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  int remaining() {
    return bytes.length - position;
  }

  int u8() throws RefusedImage {
    require(1);
    return bytes[position++] & 0xFF;
  }

  int u16() throws RefusedImage {
    return u8() << 8 | u8();
  }

  long u32() throws RefusedImage {
    return (long) u16() << 16 | u16();
  }

  void skip(int count) throws RefusedImage {
    require(count);
    position += count;
  }

  private void require(int count) throws RefusedImage {
    if (count > remaining()) {
      throw RefusedImage.truncated("the file ends after " + bytes.length + " bytes, inside a part");
    }
  }
}
