package io.streamsight.benchmark;

import io.streamsight.local.pictures.DrawnPictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;

/** A folder of pictures drawn by code, each as large as a photo of the book's data set. */
final class DrawnFolder {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;

  private DrawnFolder() {}

  /** Draws what is not there yet of an earlier run. */
  static Path of(Path parent, long seed, int count) throws IOException {
    Path folder = parent.resolve("seed-%d-%d".formatted(seed, count));
    var drawn = new DrawnPictures(seed);
    for (String label : drawn.labels()) {
      Files.createDirectories(folder.resolve(label));
    }
    System.err.printf("Drawing what is missing of %d pictures in %s%n", count, folder);
    IntStream.range(0, count).parallel().forEach(index -> draw(drawn, folder, index));
    return folder;
  }

  private static void draw(DrawnPictures drawn, Path folder, int index) {
    String label = drawn.labels().get(index % drawn.labels().size());
    Path file = folder.resolve(label).resolve("%06d.jpg".formatted(index));
    if (Files.exists(file)) {
      return;
    }
    try {
      // Beside the folder: a run that was ended must leave no half picture in it.
      Path half = Files.createTempFile(folder.getParent(), "drawing", null);
      Files.write(half, drawn.smoothJpeg(label, index, WIDTH, HEIGHT));
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
