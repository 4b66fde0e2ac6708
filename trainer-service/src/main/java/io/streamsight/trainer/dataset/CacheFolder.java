package io.streamsight.trainer.dataset;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files of the pixel cache: beside each file of pixels a list of the content hashes in it, so
 * that pictures which were erased can be found and deleted.
 */
final class CacheFolder {
  private static final Logger LOG = Logger.getLogger(CacheFolder.class);
  private static final String PIXELS = ".pixels";
  private static final String HASHES = ".hashes";
  private static final String PARTIAL = ".part";

  /** What was not written to for so long has no writer any more. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path folder;

  CacheFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the pixels of these examples in this order belong. */
  Path pixels(List<Example> examples, Preprocessing preprocessing) {
    String content = preprocessing.fingerprint() + "\n" + hashes(examples);
    return folder.resolve(Sha256.of(content).substring(0, 24) + PIXELS);
  }

  /** Writes the list; to be called before the pixels appear. */
  void note(Path pixels, List<Example> examples) throws IOException {
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, pixels.getFileName().toString(), PARTIAL);
    Files.writeString(partial, hashes(examples) + "\n");
    Files.move(partial, list(pixels), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hashes(List<Example> examples) {
    return examples.stream().map(Example::contentHash).collect(Collectors.joining("\n"));
  }

  /**
   * Deletes every file that holds a picture which the index no longer holds, or does not say which
   * it holds, and what a killed process left half written. A run that reads a deleted file goes on:
   * the file is gone when it is closed.
   *
   * @param indexed content hashes of all images that the index holds; asked for when there is
   *     anything to judge, and after it is settled which files are judged, so that no file is held
   *     against an index that is older than itself
   */
  void purge(Supplier<Set<String>> indexed) throws IOException {
    List<Path> files = files();
    List<Path> pixels = files.stream().filter(file -> is(file, PIXELS)).toList();
    if (!pixels.isEmpty()) {
      Set<String> hashes = indexed.get();
      for (Path file : pixels) {
        purge(file, hashes);
      }
    }
    for (Path file : files) {
      if (is(file, PARTIAL) && abandoned(file)) {
        delete(file, "nobody writes it any more");
      } else if (is(file, HASHES) && Files.notExists(pixelsOf(file)) && abandoned(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void purge(Path pixels, Set<String> indexed) throws IOException {
    long gone;
    try (Stream<String> hashes = Files.lines(list(pixels))) {
      gone = hashes.filter(hash -> !indexed.contains(hash)).count();
    } catch (NoSuchFileException e) {
      delete(pixels, "it does not say which pictures it holds");
      return;
    }
    if (gone > 0) {
      delete(pixels, "the index no longer holds %d of its pictures".formatted(gone));
      // Last: a file of pixels without its list would be deleted too.
      Files.deleteIfExists(list(pixels));
    }
  }

  private static void delete(Path file, String why) throws IOException {
    if (Files.deleteIfExists(file)) {
      LOG.infof("Deleted %s: %s", file, why);
    }
  }

  private static boolean abandoned(Path file) throws IOException {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return written.isBefore(Instant.now().minus(ABANDONED));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static boolean is(Path file, String suffix) {
    return file.getFileName().toString().endsWith(suffix);
  }

  private static Path list(Path pixels) {
    return sibling(pixels, PIXELS, HASHES);
  }

  private static Path pixelsOf(Path list) {
    return sibling(list, HASHES, PIXELS);
  }

  private static Path sibling(Path file, String suffix, String other) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
