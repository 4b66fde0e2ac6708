package io.streamsight.trainer.training;

import io.streamsight.contract.Sha256;
import io.streamsight.trainer.dataset.PixelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/**
 * Pictures for tests: a bright ring (1), disc (2) or square (0) somewhere on noise. Easy for a
 * small net, impossible for a threshold on a pixel.
 */
public final class Drawings {
  private Drawings() {}

  /** The picture at position i shows class i % classes. The caller closes the file. */
  public static Examples write(Path file, int count, int size, int classes, long seed) {
    try (PixelFile.Writer writer = PixelFile.write(file, size, size)) {
      int[] labels = new int[count];
      Random random = new Random(seed);
      for (int i = 0; i < count; i++) {
        labels[i] = i % classes;
        byte[] pixels = draw(labels[i], size, random);
        writer.put(Sha256.of(pixels), ByteBuffer.wrap(pixels));
      }
      return new Examples(writer.finish(), labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pictures, direct, uint8 {@code [count, size, size, 3]}. */
  public static ByteBuffer read(Examples examples) {
    ByteBuffer all = ByteBuffer.allocateDirect(examples.count() * examples.pixels().pictureBytes());
    try {
      for (int i = 0; i < examples.count(); i++) {
        examples.pixels().read(i, all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.flip();
  }

  private static byte[] draw(int kind, int size, Random random) {
    byte[] pixels = new byte[size * size * 3];
    double radius = size * (0.25 + 0.1 * random.nextDouble());
    double centreX = radius + random.nextDouble() * (size - 2 * radius);
    double centreY = radius + random.nextDouble() * (size - 2 * radius);
    int light = 120 + random.nextInt(80);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double distance = Math.hypot(x - centreX, y - centreY);
        double side = Math.max(Math.abs(x - centreX), Math.abs(y - centreY));
        boolean inside =
            switch (kind) {
              case 0 -> side < radius * 0.8;
              case 1 -> distance < radius && distance > radius * 0.5;
              default -> distance < radius * 0.6;
            };
        for (int c = 0; c < 3; c++) {
          int value = random.nextInt(50) + (inside ? light : 20);
          pixels[(y * size + x) * 3 + c] = (byte) value;
        }
      }
    }
    return pixels;
  }
}
