package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("cache/train.pixels");
  }

  @Test
  void shouldReadByPositionWhatWasWrittenInAnotherOrder() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 3, 2, 4)) {
      for (int position : new int[] {2, 0, 1}) {
        writer.put(position, picture(position));
      }
      writer.finish().close();
    }
    try (PixelFile file = PixelFile.open(path)) {
      assertThat(file.count()).isEqualTo(3);
      assertThat(file.height()).isEqualTo(2);
      assertThat(file.width()).isEqualTo(4);
      ByteBuffer two = ByteBuffer.allocateDirect(2 * file.pictureBytes());
      file.read(1, two);
      file.read(2, two);
      assertThat(two.hasRemaining()).isFalse();
      two.flip();
      assertThat(two.slice(0, 24)).isEqualTo(picture(1));
      assertThat(two.slice(24, 24)).isEqualTo(picture(2));
    }
  }

  @Test
  void shouldAppearOnlyWhenItIsWhole() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 2, 4)) {
      writer.put(1, picture(1));
      assertThat(path).doesNotExist();
      assertThatIllegalStateException()
          .isThrownBy(writer::finish)
          .withMessage("picture 0 of 2 is missing");
    }
    try (Stream<Path> left = Files.list(path.getParent())) {
      assertThat(left).as("an abandoned file leaves nothing behind").isEmpty();
    }
  }

  @Test
  void shouldRefusePicturesOfAnotherSize() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 2, 4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.put(0, ByteBuffer.allocate(23)))
          .withMessage("picture 0 of 2 with 23 bytes instead of 24");
    }
  }

  @Test
  void shouldTellADamagedPictureFromTheSoundOnes() throws IOException {
    writeTwo();
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length - 10] ^= 1;
    Files.write(path, bytes);
    try (PixelFile file = PixelFile.open(path)) {
      file.read(0, ByteBuffer.allocate(24));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> file.read(1, ByteBuffer.allocate(24)))
          .withMessageContaining("picture 1 of")
          .withMessageContaining("is damaged");
    }
  }

  @Test
  void shouldRefuseAFileThatWasCutShortOrIsAnother() throws IOException {
    writeTwo();
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PixelFile.open(path))
        .withMessageContaining("has 75 bytes, 76 are needed");
    Files.write(path, new byte[100]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PixelFile.open(path))
        .withMessageContaining("is no pixel file");
  }

  private void writeTwo() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 2, 4)) {
      writer.put(0, picture(0));
      writer.put(1, picture(1));
      writer.finish().close();
    }
  }

  private static ByteBuffer picture(int seed) {
    byte[] pixels = new byte[24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (seed * 50 + i);
    }
    return ByteBuffer.wrap(pixels);
  }
}
