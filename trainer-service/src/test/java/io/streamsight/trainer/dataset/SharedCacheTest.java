package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one folder, each a JVM of its own: locks within one would prove little. */
@Timeout(120)
class SharedCacheTest {
  private static final Preprocessing SMALL = Preprocessing.kerasV1(6, 8);
  private static final long ROOMY = 1 << 30;

  @TempDir Path folder;
  private final SolidImages images = new SolidImages();

  @Test
  void shouldLetTwoProcessesFillTheSameFolderAtOnce() throws Exception {
    try (CacheProcess one = CacheProcess.start("64m", folder, ROOMY, SMALL, 0, 400);
        CacheProcess other = CacheProcess.start("64m", folder, ROOMY, SMALL, 200, 600)) {
      assertThat(one.says()).startsWith("sound");
      assertThat(other.says()).startsWith("sound");
      assertThat(one.end()).isZero();
      assertThat(other.end()).isZero();
    }
    open(ROOMY, 0, 600).close();
    assertThat(images.fetched()).as("what both made is there").isEmpty();
  }

  @Test
  void shouldSpareWhatAnotherProcessUsesUntilItIsKilled() throws Exception {
    try (CacheProcess other = CacheProcess.start("64m", folder, ROOMY, SMALL, 0, 10)) {
      assertThat(other.says()).isEqualTo("sound, fetched 10");

      open(0, 10, 20).close();
      assertThat(pixelFiles()).as("only its own went").isOne();
      open(0, 0, 10).close();
      assertThat(images.fetched()).hasSize(10).contains("id-10").doesNotContain("id-0");

      other.kill();
      open(0, 10, 20).close();
      assertThat(pixelFiles()).isZero();
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).as("its mark is gone too").isEmpty();
      }
    }
  }

  /** 600 pictures of 97 kB, 58 MB in all, in a heap of 24 MB. */
  @Test
  void shouldHoldMorePicturesThanTheHeapDoes() throws Exception {
    Preprocessing large = Preprocessing.kerasV1(180, 180);
    try (CacheProcess process = CacheProcess.start("24m", folder, ROOMY, large, 0, 600)) {
      assertThat(process.says()).isEqualTo("sound, fetched 600");
      assertThat(process.end()).isZero();
    }
  }

  private Pictures open(long bytes, int from, int to) {
    return new PixelCache(folder, bytes, ImageLimits.DEFAULT, images)
        .open(images.examples(from, to), SMALL, () -> false, (done, of) -> {});
  }

  private long pixelFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pixels")).count();
    }
  }
}
