package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A request's body, of which no more than a limit is let through. */
public final class LimitedBody extends FilterInputStream {
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(5);

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

  /** Reads on for a while, as far as the limit once more. */
  void drain() throws IOException {
    byte[] buffer = new byte[8 << 10];
    long end = System.nanoTime() + DRAIN_WITHIN.toNanos();
    int more = limit;
    int read = 0;
    while (more > 0 && read >= 0 && System.nanoTime() < end) {
      read = in.read(buffer);
      more -= read;
    }
  }
}
