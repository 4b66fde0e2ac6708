package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.streamsight.contract.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
  void shouldReadByPositionWhatWasWritten() throws IOException {
    write(200);
    try (PixelFile file = PixelFile.open(path)) {
      assertThat(file.count()).isEqualTo(200);
      assertThat(file.height()).isEqualTo(2);
      assertThat(file.width()).isEqualTo(4);
      assertThat(file.contentHash(199)).isEqualTo(Sha256.of("199"));
      ByteBuffer two = ByteBuffer.allocateDirect(2 * file.pictureBytes());
      file.read(199, two);
      file.read(2, two);
      assertThat(two.hasRemaining()).isFalse();
      two.flip();
      assertThat(two.slice(0, 24)).isEqualTo(picture(199));
      assertThat(two.slice(24, 24)).isEqualTo(picture(2));
    }
  }

  @Test
  void shouldAppearOnlyWhenItIsWhole() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 4)) {
      assertThatIllegalStateException().isThrownBy(writer::finish);
      writer.put(Sha256.of("0"), picture(0));
      assertThat(path).doesNotExist();
    }
    try (Stream<Path> left = Files.list(path.getParent())) {
      assertThat(left).as("an abandoned file leaves nothing behind").isEmpty();
    }
  }

  @Test
  void shouldRefusePicturesOfAnotherSizeOrWithoutTheirHash() throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.put(Sha256.of("0"), ByteBuffer.allocate(23)))
          .withMessageContaining("with 23 bytes instead of 24");
      assertThatIllegalArgumentException().isThrownBy(() -> writer.put("abcd", picture(0)));
    }
  }

  @Test
  void shouldTellADamagedPictureFromTheSoundOnes() throws IOException {
    write(2);
    flip(24 + 24 + 10);
    try (PixelFile file = PixelFile.open(path)) {
      assertThat(file.readSound(0, ByteBuffer.allocate(24))).isTrue();
      assertThat(file.readSound(1, ByteBuffer.allocate(24))).isFalse();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> file.read(1, ByteBuffer.allocate(24)))
          .withMessageContaining("picture 1 of")
          .withMessageContaining("is damaged");
    }
  }

  /** Else one interrupt would make a whole file look damaged, and be deleted. */
  @Test
  void shouldNotTakeAClosedFileForADamagedOne() throws IOException {
    write(2);
    PixelFile file = PixelFile.open(path);
    file.close();
    assertThatExceptionOfType(ClosedChannelException.class)
        .isThrownBy(() -> file.readSound(0, ByteBuffer.allocate(24)));
  }

  @Test
  void shouldRefuseAFileThatWasCutShortOrIsAnotherOrHasADamagedTable() throws IOException {
    write(2);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PixelFile.open(path))
        .withMessageContaining("has 143 bytes, 144 are needed");
    Files.write(path, new byte[100]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PixelFile.open(path))
        .withMessageContaining("is no pixel file");
    Files.write(path, bytes);
    flip(bytes.length - 1);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PixelFile.open(path))
        .withMessageContaining("damaged header or table");
  }

  /** It may claim more pictures than fit into memory. */
  @Test
  void shouldRefuseAFileWhoseHeaderIsDamaged() throws IOException {
    write(2);
    for (int at = 8; at < 24; at++) {
      flip(at);
      assertThatExceptionOfType(IOException.class)
          .as("byte %d", at)
          .isThrownBy(() -> PixelFile.open(path));
      flip(at);
    }
    PixelFile.open(path).close();
  }

  private void flip(int at) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    bytes[at] ^= (byte) 0x81;
    Files.write(path, bytes);
  }

  private void write(int count) throws IOException {
    try (PixelFile.Writer writer = PixelFile.write(path, 2, 4)) {
      for (int i = 0; i < count; i++) {
        writer.put(Sha256.of("" + i), picture(i));
      }
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
