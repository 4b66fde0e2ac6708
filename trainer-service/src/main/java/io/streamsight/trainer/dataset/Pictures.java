package io.streamsight.trainer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Pictures of one size, uint8 {@code [count, height, width, 3]}, read by position: memory does not
 * depend on their number. Reads may come from several threads; whoever opened them closes them.
 */
public interface Pictures extends Closeable {
  int count();

  /** Of each picture, in pixels. */
  int height();

  /** Of each picture, in pixels. */
  int width();

  /** Of one picture: height * width * 3. */
  default int pictureBytes() {
    return height() * width() * 3;
  }

  /**
   * Appends one picture, uint8 {@code [height, width, 3]}, at the target's position.
   *
   * @param position 0 to count - 1
   * @throws IOException when its bytes are not those that were written
   */
  void read(int position, ByteBuffer target) throws IOException;
}
