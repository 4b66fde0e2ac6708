package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body, of which no more than a limit is let through. */
public final class LimitedBody extends FilterInputStream {
  private final int limit;
  private int left;

  public LimitedBody(InputStream body, int limit) {
    super(body);
    this.limit = limit;
    left = limit;
  }

  /**
   * @throws ProblemException 413 for the first byte too many
   */
  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  /**
   * @throws ProblemException 413 for the first byte too many
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw ProblemException.of(
          413, Reason.IMAGE_TOO_LARGE, "The body has more than %d bytes".formatted(limit));
    }
  }
}
