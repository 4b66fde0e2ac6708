package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.StreamsightException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedArchiveTest {
  /** What {@code zip -0} writes to a pipe: no compression, the length only behind the content. */
  private static byte[] storedWithoutLength(String name) {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(30 + path.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) 8)
        .position(26)
        .putShort((short) path.length)
        .position(30)
        .put(path)
        .array();
  }

  @Test
  void shouldNotHoldAnEntryOfUnknownLengthWhole() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }
        };
    var archive =
        PackedArchive.open(
            new SequenceInputStream(
                new ByteArrayInputStream(storedWithoutLength("cat/1.jpg")), endless));

    assertThat(archive.next())
        .satisfies(file -> assertThat(file.path()).isEqualTo("cat/1.jpg"))
        .satisfies(file -> assertThat(file.content()).isNull());
    assertThatThrownBy(archive::next).isInstanceOf(IOException.class);
  }

  @Test
  void shouldReadPathsAsTheyAreBelowTheRoot() throws IOException {
    var archive =
        PackedArchive.open(
            new ByteArrayInputStream(Archives.tar(Map.of("././a/b.jpg", new byte[] {1, 2}))));
    Archive.File file = archive.next();
    assertThat(file.path()).isEqualTo("a/b.jpg");
    assertThat(file.content().readAllBytes()).containsExactly(1, 2);
    assertThat(archive.next()).isNull();
  }

  @Test
  void shouldRefuseOtherArchives() {
    byte[] bzip2 = "BZh91AY&SY and so on, and some more bytes".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> PackedArchive.open(new ByteArrayInputStream(bzip2)))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("tar.gz");
    assertThatThrownBy(() -> PackedArchive.open(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(StreamsightException.class);
  }
}
