package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.ingest.publish.ImageResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Every result of an import, a line of JSON each, in a file: memory must not grow with them. */
final class ResultLog {
  private static final Logger LOG = Logger.getLogger(ResultLog.class);

  private static final String ENDING = ".import.ndjson";

  private final Path file;
  private final BufferedWriter writer;
  private boolean ended;

  ResultLog(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      file = Files.createTempFile(folder, name + "-", ENDING);
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The results of an import can't be kept in %s (streamsight.ingest.imports-dir)"
              .formatted(folder),
          e);
    }
  }

  /**
   * Deletes what processes left that were killed: they name images that may be erased by now.
   * Another living process that shares the folder loses the results of imports that ended before.
   */
  static void deleteLeftovers(Path folder, Duration age) {
    Instant oldest = Instant.now().minus(age);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
        if (Instant.ofEpochMilli(file.toFile().lastModified()).isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.warnf("The results that earlier imports left in %s can't be deleted: %s", folder, e);
    }
  }

  synchronized void add(ImageResult result) {
    try {
      writer.write(new String(Json.write(result), StandardCharsets.UTF_8));
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("The result of an import can't be kept in " + file, e);
    }
  }

  /**
   * The results so far; the caller closes the stream.
   *
   * @param status null for all
   */
  Stream<ImageResult> read(ImageResult.Status status) {
    try {
      flush();
      return Files.lines(file)
          .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), ImageResult.class))
          .filter(result -> status == null || result.status() == status);
    } catch (NoSuchFileException e) {
      throw new StreamsightException(
          Reason.IMPORT_UNKNOWN, "The results of this import are gone from " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("The results of an import can't be read from " + file, e);
    }
  }

  private synchronized void flush() throws IOException {
    if (!ended) {
      writer.flush();
    }
  }

  /** No more will come. */
  synchronized void end() {
    ended = true;
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warnf("The last results of an import are missing in %s: %s", file, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
