package io.streamsight.trainer.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Keeps the pixel cache within its bound: what was not used for longest goes first. */
final class CacheSpace {
  private static final Logger LOG = Logger.getLogger(CacheSpace.class);

  /** What was not written to for so long has no writer any more. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private record Entry(Path file, long bytes, FileTime used) {}

  private final CacheFolder folder;
  private final long limit;

  /**
   * @param limit in bytes
   */
  CacheSpace(CacheFolder folder, long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "streamsight.trainer.cache-bytes=%d must be 0 or more".formatted(limit));
    }
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Deletes files until {@code needed} more bytes fit, but none that is in use: rather too much on
   * the disk for as long as a run lasts than a run that can't be done.
   */
  void makeRoom(long needed) throws IOException {
    sweep();
    List<Entry> entries = entries();
    long bytes = needed + entries.stream().mapToLong(Entry::bytes).sum();
    if (bytes <= limit) {
      return;
    }
    Set<String> inUse = CacheUse.inUse(folder.path());
    for (Entry entry : entries) {
      String name = entry.file().getFileName().toString();
      if (bytes > limit && name.endsWith(CacheFolder.PIXELS) && !inUse.contains(name)) {
        CacheFolder.delete(entry.file(), "the cache is full");
        bytes -= entry.bytes();
      }
    }
    if (bytes > limit) {
      LOG.warnf(
          "The runs that use the pixel cache %s need %d bytes of it,"
              + " streamsight.trainer.cache-bytes is %d",
          folder, bytes, limit);
    }
  }

  /** Deletes what no longer fits. Where that fails, the next one will do it. */
  void tidy() {
    try {
      makeRoom(0);
    } catch (IOException e) {
      LOG.warnf("The pixel cache %s can't be tidied up: %s", folder, e);
    }
  }

  /** All that takes space, the least recently used first. */
  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : folder.files(CacheSpace::takesSpace)) {
      try {
        entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
      } catch (NoSuchFileException e) {
        // Gone meanwhile: it takes none.
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    return entries;
  }

  private static boolean takesSpace(String name) {
    return name.endsWith(CacheFolder.PIXELS) || name.endsWith(CacheFolder.PARTIAL);
  }

  /** Deletes what a killed process left half written. */
  void sweep() throws IOException {
    Instant abandoned = Instant.now().minus(ABANDONED);
    for (Path file : folder.files(name -> name.endsWith(CacheFolder.PARTIAL))) {
      if (CacheFolder.lastUsed(file).toInstant().isBefore(abandoned)) {
        CacheFolder.delete(file, "nobody writes it any more");
      }
    }
  }
}
