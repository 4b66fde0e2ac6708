package io.streamsight.contract.image;

import java.util.concurrent.Semaphore;

/**
 * Bounds what decodes hold at once, by the pixels that headers tell: a few photos of a large camera
 * take as much as hundreds of small ones. A single picture always passes.
 */
public final class DecodeMemory {
  /** Samples, and once more while a rotated picture is turned. */
  private static final int BYTES_PER_PIXEL = 6;

  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore free;

  /** What one decode holds, until closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param bytes for all decodes together
   */
  public DecodeMemory(long bytes) {
    units = (int) Math.max(1, Math.min(bytes / UNIT, Integer.MAX_VALUE));
    free = new Semaphore(units, true);
  }

  /** What is left beside encoded bytes, buffers and everything else. */
  public static DecodeMemory halfOfTheHeap() {
    return new DecodeMemory(Runtime.getRuntime().maxMemory() / 2);
  }

  /** Waits until there is room for a picture of this size, in pixels. */
  public Held hold(int width, int height) {
    long wanted = (long) width * height * BYTES_PER_PIXEL / UNIT + 1;
    int taken = (int) Math.min(wanted, units);
    free.acquireUninterruptibly(taken);
    return () -> free.release(taken);
  }
}
