package io.streamsight.benchmark;

import io.streamsight.local.pictures.DrawnPictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;

/** A folder of pictures drawn by code, in the proportions of a photo. */
final class DrawnFolder {
  /** Of a photo of the book's data set, in pixels. */
  static final int WIDTH = 500;

  private DrawnFolder() {}

  static Path of(Path parent, long seed, int count) throws IOException {
    return of(parent, seed, count, WIDTH);
  }

  /** Draws what is not there yet of an earlier run, {@code width} x 3/4 {@code width} pixels. */
  static Path of(Path parent, long seed, int count, int width) throws IOException {
    Path folder = parent.resolve("seed-%d-%d-%d".formatted(seed, count, width));
    var drawn = new DrawnPictures(seed);
    for (String label : drawn.labels()) {
      Files.createDirectories(folder.resolve(label));
    }
    System.err.printf("Drawing what is missing of %d pictures in %s%n", count, folder);
    IntStream.range(0, count).parallel().forEach(index -> draw(drawn, folder, index, width));
    return folder;
  }

  private static void draw(DrawnPictures drawn, Path folder, int index, int width) {
    String label = drawn.labels().get(index % drawn.labels().size());
    Path file = folder.resolve(label).resolve("%06d.jpg".formatted(index));
    if (Files.exists(file)) {
      return;
    }
    try {
      // Beside the folder: a run that was ended must leave no half picture in it.
      Path half = Files.createTempFile(folder.getParent(), "drawing", null);
      Files.write(half, drawn.smoothJpeg(label, index, width, width * 3 / 4));
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
