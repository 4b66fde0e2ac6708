package io.streamsight.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of lines: reading fails with {@link AnswerTooLargeException} in one that is too long. */
final class LimitedLines extends FilterInputStream {
  private final int limit;
  private int length;

  LimitedLines(InputStream body, int limit) {
    super(body);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(value);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = super.read(target, offset, count);
    for (int i = 0; i < read; i++) {
      count(target[offset + i]);
    }
    return read;
  }

  private void count(int value) {
    length = value == '\n' ? 0 : length + 1;
    if (length > limit) {
      throw new AnswerTooLargeException("A line of an answer", limit);
    }
  }
}
