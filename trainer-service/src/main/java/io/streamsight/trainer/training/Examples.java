package io.streamsight.trainer.training;

import io.streamsight.trainer.dataset.Pictures;
import java.io.Closeable;
import java.io.IOException;

/**
 * Pictures and what they show. Closing it closes the file.
 *
 * @param labels of the picture at each position: 0 to classes - 1
 */
public record Examples(Pictures pixels, int[] labels) implements Closeable {
  public Examples {
    if (pixels.count() != labels.length) {
      throw new IllegalArgumentException(
          "%d pictures, %d labels".formatted(pixels.count(), labels.length));
    }
  }

  public int count() {
    return labels.length;
  }

  @Override
  public void close() throws IOException {
    pixels.close();
  }
}
