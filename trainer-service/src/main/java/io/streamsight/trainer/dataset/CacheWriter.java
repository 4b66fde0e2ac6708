package io.streamsight.trainer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes pictures into files of the cache, a new one whenever one is full. Whatever was put is
 * kept, also when nothing more comes. Any thread may call.
 */
final class CacheWriter implements Closeable {
  /** Starts a file under a name that no other has. */
  @FunctionalInterface
  interface Start {
    PixelFile.Writer file() throws IOException;
  }

  private final Start start;
  private final int capacity;
  private final List<PixelFile> finished = new ArrayList<>();
  private PixelFile.Writer current;

  /**
   * @param capacity pictures in a full file
   */
  CacheWriter(Start start, int capacity) {
    this.start = start;
    this.capacity = capacity;
  }

  /** Puts what {@link PixelFile.Writer#put} takes. */
  synchronized void put(String contentHash, ByteBuffer pixels) throws IOException {
    if (current == null) {
      current = start.file();
    }
    current.put(contentHash, pixels);
    if (current.count() == capacity) {
      finish();
    }
  }

  private void finish() throws IOException {
    try (PixelFile.Writer full = current) {
      current = null;
      if (full.count() > 0) {
        finished.add(full.finish());
      }
    }
  }

  /**
   * Finishes the last file.
   *
   * @return all that were written, open: the caller closes them
   */
  synchronized List<PixelFile> finished() throws IOException {
    if (current != null) {
      finish();
    }
    List<PixelFile> taken = List.copyOf(finished);
    finished.clear();
    return taken;
  }

  /** Finishes the last file, and closes those that nobody took. */
  @Override
  public void close() throws IOException {
    PixelFile.closeAll(finished());
  }
}
