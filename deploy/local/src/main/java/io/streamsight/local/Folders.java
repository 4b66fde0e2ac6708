package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** Folders and files on this machine's disk. */
final class Folders {
  /** A demo's log, models and logs take a few hundred MB, DJL's libraries 432 MB once. */
  private static final long NEEDED_BYTES = 2L << 30;

  private Folders() {}

  /** Deletes a folder and all that is in it, if it exists. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever reads the file meanwhile reads all of what was there, or all of the new. */
  static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * @throws CommandFailedException if the disk that holds the folder is nearly full
   */
  static void requireSpace(Path folder) throws IOException {
    requireSpace(folder, Files.getFileStore(folder).getUsableSpace());
  }

  static void requireSpace(Path folder, long usableBytes) {
    if (usableBytes < NEEDED_BYTES) {
      throw new CommandFailedException(
          "Only %d MB are free for %s and %d MB are needed. Make room, or give a folder on another disk with --data-folder."
              .formatted(usableBytes >> 20, folder, NEEDED_BYTES >> 20));
    }
  }
}
