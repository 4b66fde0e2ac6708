package io.streamsight.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Encoded pictures in memory, so that no disk takes part. */
final class PictureBytes {
  /** Some 30 MB of photos of 500 x 375. */
  private static final int MAX = 1_000;

  private PictureBytes() {}

  /** The first of a folder, by path. */
  static List<byte[]> of(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .sorted()
          .limit(MAX)
          .map(PictureBytes::read)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
