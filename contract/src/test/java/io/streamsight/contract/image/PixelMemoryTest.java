package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.withOrientation;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamsight.contract.image.DecodeResult.Decoded;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelMemoryTest {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;
  private static final int PIXELS = WIDTH * HEIGHT * 3;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private final PixelMemory memory = new PixelMemory();

  /** Smooth, so that the file is small beside its pixels, as a photo's is. */
  private static byte[] jpeg(int width, int height) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | (x + y) % 256 / 4);
      }
    }
    return TestImages.jpeg(picture, false);
  }

  @ParameterizedTest(name = "orientation {0}")
  @ValueSource(ints = {1, 6})
  void shouldAllocateNoPixelsOnceWarm(int orientation) {
    byte[] jpeg = withOrientation(jpeg(WIDTH, HEIGHT), orientation, true);
    for (int i = 0; i < 20; i++) {
      decoder.decode(jpeg, memory);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int images = 20;

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < images; i++) {
      assertThat(decoder.decode(jpeg, memory)).isInstanceOf(Decoded.class);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / images;

    // The JDK's reader makes small objects at every row: here a third of what the array would be.
    assertThat(each).isLessThan(PIXELS / 2);
  }

  /** Not even at first: where nobody needs pixels, none are kept. */
  @Test
  void shouldCheckAJpegWithoutMemoryForItsPixels() {
    byte[] jpeg = jpeg(4 * WIDTH, 4 * HEIGHT);
    decoder.check(jpeg);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(decoder.check(jpeg)).isInstanceOf(CheckResult.Sound.class);

    // Three copies of the file as it is read, and the reader's buffers.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(4L * jpeg.length + 200_000);
  }

  @Test
  void shouldKeepPhotosAndNothingLarger() {
    assertThat(memory.stored(4 << 20)).isSameAs(memory.stored(1));
    assertThat(memory.stored((4 << 20) + 1)).isNotSameAs(memory.stored(1)).hasSize((4 << 20) + 1);
  }

  @Test
  void shouldMakeRgbOfGreyInTheSameMemory() {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    byte[] grey = TestImages.jpeg(picture, false);
    RgbImage first = ((Decoded) decoder.decode(grey, memory)).image();
    assertThat(((Decoded) decoder.decode(grey, memory)).image().rgb()).isSameAs(first.rgb());
  }

  @Test
  void shouldGiveTheSamePixelsAsFreshMemory() {
    byte[] large = jpeg(WIDTH, HEIGHT);
    byte[] small = withOrientation(jpeg(40, 30), 6, true);

    for (byte[] jpeg : new byte[][] {large, small, large}) {
      RgbImage reused = ((Decoded) decoder.decode(jpeg, memory)).image();
      RgbImage fresh = ((Decoded) decoder.decode(jpeg)).image();
      assertThat(reused.width()).isEqualTo(fresh.width());
      assertThat(Arrays.copyOf(reused.rgb(), fresh.rgb().length)).isEqualTo(fresh.rgb());
    }
  }
}
