package io.streamsight.trainer.dataset;

import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files of the pixel cache: {@code PREPROCESSING-UUID.pixels}, each written once. A change is a
 * new file and the deletion of the old one, so any number of processes may share the folder: who
 * reads a file that another deletes goes on reading it. A picture that stands in two files is no
 * harm.
 */
final class CacheFolder {
  static final String PARTIAL = ".part";
  static final String PIXELS = ".pixels";

  private static final Logger LOG = Logger.getLogger(CacheFolder.class);

  /** Small enough to be rewritten for the sake of one picture, large enough to be few. */
  private static final long FILE_BYTES = 64L << 20;

  /** So many that are less than half full are made one. */
  private static final int MANY = 16;

  private final Path path;

  CacheFolder(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** Pictures in a full file. */
  static int capacity(Preprocessing preprocessing) {
    return (int) Math.max(1, FILE_BYTES / preprocessing.bytes());
  }

  Path path() {
    return path;
  }

  /** A new file of pictures, under a name that no other has. */
  Path name(Preprocessing preprocessing) {
    return path.resolve(preprocessing.fingerprint() + "-" + UUID.randomUUID() + PIXELS);
  }

  /** All files of a preprocessing. */
  List<Path> files(Preprocessing preprocessing) throws IOException {
    return files(name -> name.startsWith(preprocessing.fingerprint()) && name.endsWith(PIXELS));
  }

  /** Those of the folder whose name fits, sorted; none when there is no folder. */
  List<Path> files(Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> wanted.test(file.getFileName().toString())).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Opens a file; one that is no pixel file, or damaged where all depends on it, is deleted.
   *
   * @return null when there is none (any more)
   */
  PixelFile open(Path file) throws IOException {
    try {
      return PixelFile.open(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException | ClosedChannelException e) {
      // No right to open it, too many open files, an interrupt: nothing is wrong with the file.
      throw e;
    } catch (IOException e) {
      delete(file, e.getMessage());
      return null;
    }
  }

  /**
   * Puts another file in the place of one: with those of its pictures that are sound and wanted.
   *
   * @param wanted asked for the content hash of each
   * @param why it is done
   * @return the new file, not to be read but to be named; null when nothing is left
   */
  Path rewrite(PixelFile file, Predicate<String> wanted, String why) throws IOException {
    String name = file.path().getFileName().toString();
    Path other =
        path.resolve(name.substring(0, name.indexOf('-') + 1) + UUID.randomUUID() + PIXELS);
    FileTime used = lastUsed(file.path());
    int kept = 0;
    try (PixelFile.Writer writer = PixelFile.write(other, file.height(), file.width())) {
      copy(file, wanted, writer::put);
      kept = writer.count();
      if (kept > 0) {
        writer.finish().close();
        setLastUsed(other, used);
      }
    }
    // Last: a crash in between leaves pictures twice, which is no harm.
    Files.deleteIfExists(file.path());
    LOG.infof("%s: %s; %d of %d pictures kept", file.path(), why, kept, file.count());
    return kept > 0 ? other : null;
  }

  @FunctionalInterface
  private interface Put {
    void put(String contentHash, ByteBuffer pixels) throws IOException;
  }

  private static void copy(PixelFile file, Predicate<String> wanted, Put target)
      throws IOException {
    ByteBuffer picture = ByteBuffer.allocate(file.pictureBytes());
    for (int i = 0; i < file.count(); i++) {
      String hash = file.contentHash(i);
      if (wanted.test(hash) && file.readSound(i, picture.clear())) {
        target.put(hash, picture.flip());
      }
    }
  }

  /** Each addition to a data set makes a file: many small ones become few. */
  void merge(Preprocessing preprocessing) throws IOException {
    List<PixelFile> small = new ArrayList<>();
    try {
      for (Path candidate : files(preprocessing)) {
        if (Files.size(candidate) < FILE_BYTES / 2) {
          PixelFile file = open(candidate);
          if (file != null) {
            small.add(file);
          }
        }
      }
      if (small.size() >= MANY) {
        try (CacheWriter merged = writer(preprocessing)) {
          for (PixelFile file : small) {
            copy(file, hash -> true, merged::put);
          }
        }
        for (PixelFile file : small) {
          Files.deleteIfExists(file.path());
        }
      }
    } catch (NoSuchFileException e) {
      // Another process was faster.
    } finally {
      for (PixelFile file : small) {
        file.close();
      }
    }
  }

  CacheWriter writer(Preprocessing preprocessing) {
    return new CacheWriter(
        () -> PixelFile.write(name(preprocessing), preprocessing.height(), preprocessing.width()),
        capacity(preprocessing));
  }

  /**
   * Removes every picture that the index no longer holds: what was erased leaves the disk. A run
   * that reads a file of old goes on: that one is gone when it is closed.
   *
   * @param indexed content hashes of all images that the index holds; asked for when there is
   *     anything to judge, and after it is settled which files are judged, so that no file is held
   *     against an index that is older than itself
   */
  void purge(Supplier<Set<String>> indexed) throws IOException {
    List<Path> files = files(name -> name.endsWith(PIXELS));
    if (files.isEmpty()) {
      return;
    }
    Set<String> hashes = indexed.get();
    for (Path path : files) {
      try (PixelFile file = open(path)) {
        if (file != null) {
          purge(file, hashes);
        }
      }
    }
  }

  private void purge(PixelFile file, Set<String> indexed) throws IOException {
    int gone = 0;
    for (int i = 0; i < file.count(); i++) {
      gone += indexed.contains(file.contentHash(i)) ? 0 : 1;
    }
    if (gone > 0) {
      rewrite(file, indexed::contains, "the index no longer holds %d pictures".formatted(gone));
    }
  }

  /** When it was last used; now, when it is gone. */
  static FileTime lastUsed(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return FileTime.from(Instant.now());
    }
  }

  static void setLastUsed(Path file, FileTime used) throws IOException {
    try {
      Files.setLastModifiedTime(file, used);
    } catch (NoSuchFileException e) {
      // Another process deleted it: who has it open reads on.
    }
  }

  static void delete(Path file, String why) throws IOException {
    if (Files.deleteIfExists(file)) {
      LOG.infof("Deleted %s: %s", file, why);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
