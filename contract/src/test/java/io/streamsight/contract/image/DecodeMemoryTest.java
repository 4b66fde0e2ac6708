package io.streamsight.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamsight.contract.Reason;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.DecodeResult.Rejected;
import java.lang.management.ManagementFactory;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures of a megapixel, of whose samples the JDK's readers make arrays of their own. */
class DecodeMemoryTest {
  private static final int SIDE = 1000;
  private static final int PIXELS = SIDE * SIDE;

  /** What was held for a pixel of any kind before readers counted. */
  private static final int RGB_TWICE = 6;

  private enum Kind {
    GREY_JPEG(TestImages.rawJpeg(SIDE, SIDE, 70), 1),
    CMYK_JPEG(TestImages.rawJpeg(SIDE, SIDE, 70, 80, 90, 100), 4),
    GREY_PNG(TestImages.png(SIDE, 8, 0, new byte[SIDE][SIDE]), 1),
    RGB_PNG(TestImages.png(SIDE, 8, 2, new byte[SIDE][3 * SIDE]), 3),
    DEEP_PNG(TestImages.png(SIDE, 16, 6, new byte[SIDE][8 * SIDE]), 8),
    /** The reader holds three rows beside the picture; here each is the picture. */
    WIDE_PNG(TestImages.png(PIXELS, 16, 6, new byte[1][8 * PIXELS]), 32);

    private final byte[] file;
    private final int readerBytes;

    Kind(byte[] file, int readerBytes) {
      this.file = file;
      this.readerBytes = readerBytes;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void shouldWaitWhileThereIsNoRoomForWhatTheReaderHolds(Kind kind) throws Exception {
    long needed = (long) PIXELS * (RGB_TWICE + kind.readerBytes);
    var memory = new DecodeMemory(needed + PIXELS);
    var decoder = new ImageDecoder(ImageLimits.DEFAULT, memory);
    var task = new FutureTask<>(() -> decoder.decode(kind.file));
    var thread = new Thread(task);

    // Of what it needs a pixel's byte too little is left.
    try (var held = memory.hold(1, 1, 2L * PIXELS)) {
      thread.start();
      while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(task.isDone()).isFalse();
    }
    assertThat(task.get()).isInstanceOf(Decoded.class);
    assertThat(kind.file.length).isLessThan(PIXELS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountWhatADecodeTakes(Kind kind) {
    var decoder = new ImageDecoder(ImageLimits.DEFAULT);
    decoder.decode(kind.file);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    decoder.decode(kind.file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Beside them, the file's copy and what the reader makes at every row and throws away.
    assertThat(allocated).isLessThan((long) PIXELS * (RGB_TWICE + kind.readerBytes + 1));
    assertThat(allocated).isGreaterThan((long) PIXELS * kind.readerBytes);
  }

  @Test
  void shouldRefuseAPictureForWhichThereNeverIsRoom() {
    var memory = new DecodeMemory(8L * PIXELS, 16L * PIXELS);
    var decoder = new ImageDecoder(ImageLimits.DEFAULT, memory);

    assertThat(decoder.decode(Kind.DEEP_PNG.file)).isInstanceOf(Decoded.class);
    assertThat(decoder.decode(Kind.WIDE_PNG.file))
        .isEqualTo(
            new Rejected(
                Reason.IMAGE_TOO_MANY_PIXELS,
                "1000000 x 1 pixels of this kind need 38000000 bytes to decode, this process has"
                    + " 16000000"));
  }
}
