package io.streamsight.ingest.imports;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Gives its bytes up to a point, and the rest once it is opened. */
final class GatedStream extends FilterInputStream {
  private final CountDownLatch open = new CountDownLatch(1);
  private int before;

  GatedStream(byte[] bytes, int before) {
    super(new ByteArrayInputStream(bytes));
    this.before = before;
  }

  void open() {
    open.countDown();
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (before == 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      return super.read(to, offset, length);
    }
    int count = super.read(to, offset, Math.min(length, before));
    before -= Math.max(count, 0);
    return count;
  }
}
