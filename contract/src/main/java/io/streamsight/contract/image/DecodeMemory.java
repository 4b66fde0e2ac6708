package io.streamsight.contract.image;

import io.streamsight.contract.Reason;
import java.util.concurrent.Semaphore;

/**
 * Bounds what decodes hold at once, by the pixels that headers tell: a few photos of a large camera
 * take as much as hundreds of small ones. A single picture passes unless it can't fit at all.
 */
public final class DecodeMemory {
  /** Samples, and once more while a rotated picture is turned. */
  private static final int BYTES_PER_PIXEL = 6;

  private static final int UNIT = 1024;

  private final int units;
  private final long most;
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
    this(bytes, Long.MAX_VALUE);
  }

  /**
   * @param bytes for all decodes together; a single one may have more
   * @param most that one decode may have
   */
  DecodeMemory(long bytes, long most) {
    units = (int) Math.max(1, Math.min(bytes / UNIT, Integer.MAX_VALUE));
    this.most = most;
    free = new Semaphore(units, true);
  }

  /** What is left beside encoded bytes, buffers and everything else. */
  public static DecodeMemory halfOfTheHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    return new DecodeMemory(heap / 2, heap);
  }

  /**
   * Waits until there is room for a picture of this size, in pixels.
   *
   * @param readerBytes that its decoder needs beside the picture's RGB
   * @throws RefusedImage when there never is: out of memory the process would end, and meet the
   *     same picture when it begins anew
   */
  Held hold(int width, int height, long readerBytes) throws RefusedImage {
    long bytes = (long) width * height * BYTES_PER_PIXEL + readerBytes;
    if (bytes > most) {
      throw new RefusedImage(
          Reason.IMAGE_TOO_MANY_PIXELS,
          "%d x %d pixels of this kind need %d bytes to decode, this process has %d"
              .formatted(width, height, bytes, most));
    }
    int taken = (int) Math.min(bytes / UNIT + 1, units);
    free.acquireUninterruptibly(taken);
    return () -> free.release(taken);
  }
}
