package io.streamsight.benchmark;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.local.pictures.DrawnPictures;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelFile;
import io.streamsight.trainer.training.Examples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is trained on: a few pictures again and again, so that no epoch ends while it is timed. */
final class TrainingPictures {
  /** As many as Chollet's example trains on. */
  private static final int DRAWN = 2_000;

  private static final int EPOCH = 200_000;
  private static final int CLASSES = 2;

  private TrainingPictures() {}

  /** Draws the file if an earlier run has not: pictures as the trainer's cache holds them. */
  static Path file(Path parent, int size) throws IOException {
    Path file = parent.resolve("training-%d-%d.pixels".formatted(size, DRAWN));
    if (Files.exists(file)) {
      return file;
    }
    System.err.printf("Drawing %d pictures in %s%n", DRAWN, file);
    var drawn = new DrawnPictures(0);
    var decoder = new ImageDecoder(ImageLimits.DEFAULT);
    try (PixelFile.Writer writer = PixelFile.write(file, size, size)) {
      for (int i = 0; i < DRAWN; i++) {
        String label = drawn.labels().get(i % CLASSES);
        byte[] jpeg = drawn.smoothJpeg(label, i, size, size);
        Decoded decoded = (Decoded) decoder.decode(jpeg);
        writer.put(Sha256.of(jpeg), ByteBuffer.wrap(decoded.image().rgb()));
      }
      writer.finish().close();
    }
    return file;
  }

  /** Of the file, read at each step. The caller closes. */
  static Examples of(Path file) throws IOException {
    return repeated(PixelFile.open(file));
  }

  /** Noise that lies in memory. */
  static Examples constant(int count, int size) {
    byte[][] noise = new byte[count][size * size * 3];
    Random random = new Random(0);
    List.of(noise).forEach(random::nextBytes);
    return repeated(
        new Pictures() {
          @Override
          public int count() {
            return count;
          }

          @Override
          public int height() {
            return size;
          }

          @Override
          public int width() {
            return size;
          }

          @Override
          public void read(int position, ByteBuffer target) {
            target.put(noise[position]);
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        });
  }

  private static Examples repeated(Pictures few) {
    int[] labels = new int[EPOCH];
    Arrays.setAll(labels, i -> i % few.count() % CLASSES);
    return new Examples(new Repeated(few), labels);
  }

  private record Repeated(Pictures few) implements Pictures {
    @Override
    public int count() {
      return EPOCH;
    }

    @Override
    public int height() {
      return few.height();
    }

    @Override
    public int width() {
      return few.width();
    }

    @Override
    public void read(int position, ByteBuffer target) throws IOException {
      few.read(position % few.count(), target);
    }

    @Override
    public void close() throws IOException {
      few.close();
    }
  }
}
